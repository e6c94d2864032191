import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("domain", "0006_files_put_right"),
    ]

    operations = [
        migrations.CreateModel(
            name="GradeMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was", models.CharField(max_length=2)),
                ("to", models.CharField(max_length=2)),
                ("why", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["effect", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProtocolChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.TextField()),
                ("before", models.JSONField(help_text="Each part that changed, as it was.")),
                ("after", models.JSONField(help_text="Each part that changed, as it is.")),
                ("after_opening", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["protocol", "pk"],
            },
        ),
        migrations.AddField(
            model_name="effect",
            name="because",
            field=models.CharField(
                blank=True, help_text="What brought it about.", max_length=120
            ),
        ),
        migrations.AddField(
            model_name="effect",
            name="equity",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="How people are told apart → methods.effects.Equity.",
            ),
        ),
        migrations.AddField(
            model_name="protocol",
            name="looks_planned",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="How many looks are planned; each counts once a period of readings.",
            ),
        ),
        migrations.AddField(
            model_name="protocol",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="protocol",
            name="picked_highest",
            field=models.FloatField(
                blank=True,
                help_text="People were picked from the highest so many of 100.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="protocol",
            name="registered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="protocol",
            name="retest_correlation",
            field=models.FloatField(
                blank=True,
                help_text="Between a value and its retest there; blank: unknown.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="protocol",
            name="stop_rules",
            field=models.TextField(
                blank=True, help_text="What would make the innovation stop early, in words."
            ),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.CheckConstraint(
                condition=models.Q(("looks_planned__gte", 1)), name="a_protocol_plans_a_look"
            ),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("picked_highest__isnull", True),
                    models.Q(("picked_highest__gt", 0), ("picked_highest__lt", 100)),
                    _connector="OR",
                ),
                name="picked_highest_is_a_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("retest_correlation__isnull", True),
                    models.Q(("retest_correlation__gte", 0), ("retest_correlation__lte", 1)),
                    _connector="OR",
                ),
                name="retest_correlation_is_one",
            ),
        ),
        migrations.AddField(
            model_name="grademove",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="grademove",
            name="effect",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grade_moves",
                to="domain.effect",
            ),
        ),
        migrations.AddField(
            model_name="protocolchange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="protocolchange",
            name="protocol",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="domain.protocol",
            ),
        ),
        migrations.AddConstraint(
            model_name="grademove",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="grade_move_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="grademove",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to__in", ["A", "B", "C", "D", "E"]), ("was__in", ["A", "B", "C", "D", "E"])
                ),
                name="grade_moves_between_letters",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="protocol_change_says_why"
            ),
        ),
    ]
