"""Questions to owners, invitations of sources, and conflicts with their reason."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def carry_conflicts(apps, schema_editor):
    """Keep the pairs that were marked before; their reason and who marked them were not kept."""
    claim = apps.get_model("domain", "Claim")
    conflict = apps.get_model("domain", "ClaimConflict")
    pairs = claim.conflicts_with.through.objects.values_list("from_claim", "to_claim")
    for one, other in sorted({tuple(sorted(pair)) for pair in pairs}):
        conflict.objects.create(
            one_id=one,
            other_id=other,
            why="Marked before reasons were asked for.",
            marked_on=timezone.localdate(),
        )


def carry_doubts(apps, schema_editor):
    """A claim that was questioned before has its doubt put to its owner, who can answer it."""
    claim = apps.get_model("domain", "Claim")
    question = apps.get_model("domain", "ClaimQuestion")
    event = apps.get_model("domain", "Event")
    today = timezone.localdate()
    for one in claim.objects.filter(state="questioned", owner__isnull=False):
        told = event.objects.filter(verb="claims.questioned", thing="Claim", thing_id=one.pk)
        said = told.order_by("-pk").values_list("summary", flat=True).first()
        question.objects.create(
            claim=one,
            text=said or "Somebody doubts this claim.",
            asked_of=one.owner,
            asked_by=one.owner,
            asked_on=today,
            answer_by=today,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("domain", "0007_effects_followed"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimConflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.TextField(help_text="Why they cannot both be true.")),
                ("marked_on", models.DateField()),
                (
                    "settled",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("both", "Both can be true"),
                            ("one", "The first stands"),
                            ("other", "The second stands"),
                        ],
                        max_length=5,
                    ),
                ),
                ("settled_on", models.DateField(blank=True, null=True)),
                (
                    "settlement",
                    models.TextField(blank=True, help_text="The reason of whoever settled it."),
                ),
            ],
            options={
                "ordering": ["-marked_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ClaimQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        blank=True, help_text="Blank: a doubt, not a gap.", max_length=20
                    ),
                ),
                ("text", models.TextField()),
                ("asked_on", models.DateField()),
                ("answer_by", models.DateField()),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "known",
                    models.BooleanField(
                        default=True, help_text="False: its owner says it is not known."
                    ),
                ),
            ],
            options={
                "ordering": ["asked_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SourceInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("invited_on", models.DateField()),
                ("waits_until", models.DateField()),
                (
                    "to",
                    models.CharField(
                        help_text="Which body or office was invited; nobody's name is kept.",
                        max_length=160,
                    ),
                ),
            ],
            options={
                "ordering": ["-invited_on", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="claim",
            name="checked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checked_claims",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="checked_look",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="The look at its effect that was seen when it was checked.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="checked_on",
            field=models.DateField(blank=True, help_text="Last found to be still true.", null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="counted",
            field=models.CharField(
                blank=True, help_text="What is counted, in words.", max_length=160
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="measure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="domain.measure",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="replied_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="retest",
            field=models.FloatField(
                blank=True,
                help_text="How alike two measurements of one person are there: a correlation.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="selected",
            field=models.BooleanField(
                blank=True,
                help_text="People were picked for a high value and held against themselves.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supersedes",
                to="domain.claim",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="superseded_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="version",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("superseded_by__isnull", True), ("state", "superseded"), _connector="OR"
                ),
                name="claim_with_a_successor_is_superseded",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("retest__isnull", True),
                    models.Q(("retest__gt", -1), ("retest__lte", 1)),
                    _connector="OR",
                ),
                name="retest_is_a_correlation",
            ),
        ),
        migrations.AddField(
            model_name="claimconflict",
            name="marked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conflicts_marked",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claimconflict",
            name="one",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="conflicts_begun",
                to="domain.claim",
            ),
        ),
        migrations.AddField(
            model_name="claimconflict",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="conflicts_met",
                to="domain.claim",
            ),
        ),
        migrations.AddField(
            model_name="claimconflict",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conflicts_settled",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claimquestion",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claim_questions_answered",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claimquestion",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claim_questions_asked",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claimquestion",
            name="asked_of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claim_questions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claimquestion",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="domain.claim",
            ),
        ),
        migrations.AddField(
            model_name="sourceinvitation",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="domain.claim",
            ),
        ),
        migrations.AddField(
            model_name="sourceinvitation",
            name="invited_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="source_invitations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="claimconflict",
            constraint=models.UniqueConstraint(
                fields=("one", "other"), name="pair_is_in_conflict_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimconflict",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))),
                name="conflict_names_the_earlier_claim_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimconflict",
            constraint=models.CheckConstraint(
                condition=models.Q(("settled", ""), ("settled_on__isnull", False), _connector="OR"),
                name="settled_conflict_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimquestion",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("answered_on__isnull", True), models.Q(("part", ""), _negated=True)
                ),
                fields=("claim", "part"),
                name="part_is_asked_for_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="claimquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_on__isnull", True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="answered_question_has_an_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourceinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("waits_until__gte", models.F("invited_on"))),
                name="invitation_waits_after_it_was_sent",
            ),
        ),
        migrations.RunPython(carry_conflicts, migrations.RunPython.noop),
        migrations.RunPython(carry_doubts, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="claim",
            name="conflicts_with",
        ),
    ]
