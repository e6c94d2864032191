"""Roles and voices as two lists, worries about safety as things, and what findings come from."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What the free text said, in words that stood in it most; the rest of it is kept as it was.
VOICES = {
    "patient": "people", "carer": "people", "parent": "people", "resident": "people",
    "general practice": "primary_care", "gp": "primary_care", "pharmacy": "primary_care",
    "primary care": "primary_care", "primary care leadership": "primary_care",
    "hospital": "secondary_care", "trust board": "secondary_care", "trust": "secondary_care",
    "community services": "community", "mental health": "mental_health",
    "social care": "social_care", "integrated care board": "commissioner",
    "council": "local_authority", "housing": "local_authority", "school": "school",
    "charity": "charity", "faith community": "charity", "company": "industry",
    "university": "academia",
}  # fmt: skip
CARERS = {"carer", "parent"}


def say_whose_voice(apps, schema_editor):
    """Tell carers from patients and give each finding its voice, by what was written of it."""
    Finding = apps.get_model("domain", "Finding")
    pairs = Finding.objects.order_by().values_list("role", "speaks_as").distinct()
    for role, speaks_as in list(pairs):
        written = " ".join(speaks_as.split()).casefold()
        voice = VOICES.get(written, "people" if role == "patient" else "other")
        carer = role == "patient" and written in CARERS
        rows = Finding.objects.filter(role=role, speaks_as=speaks_as)
        rows.update(role="carer" if carer else role, voice=voice)


def back_to_voices(apps, schema_editor):
    """Say patient or carer again."""
    Finding = apps.get_model("domain", "Finding")
    Finding.objects.filter(role="carer", speaks_as="").update(speaks_as="Carer")
    Finding.objects.filter(role="carer").update(role="patient")
    Finding.objects.filter(role="").update(role="partner")


def keep_worries(apps, schema_editor):
    """Make a worry of each that stood in the history so far."""
    Event = apps.get_model("domain", "Event")
    Finding = apps.get_model("domain", "Finding")
    Flag = apps.get_model("domain", "SafeguardingFlag")
    said = Event.objects.filter(thing="Finding", verb="finding.heard", detail__worried=True)
    read = Event.objects.filter(thing="Finding", verb="finding.worry_read")
    acted = {event.thing_id: event for event in read.order_by("at")}
    there = dict(Finding.objects.values_list("pk", "mission__lead_id"))
    for event in said.order_by("at"):
        if event.thing_id not in there:
            continue
        done = acted.get(event.thing_id)
        Flag.objects.create(
            finding_id=event.thing_id,
            owner_id=there[event.thing_id],
            raised_at=event.at,
            state="acted" if done else "raised",
            settled_at=done.at if done else None,
            settled_by_id=done.by_id if done else None,
            what_was_done=done.summary if done else "",
        )


def nothing(apps, schema_editor):
    """The history holds them still."""


class Migration(migrations.Migration):
    dependencies = [
        ("domain", "0008_claims_questioned"),
    ]

    operations = [
        migrations.RenameField("finding", "voice", "role"),
        migrations.RenameField("finding", "sector", "speaks_as"),
        migrations.CreateModel(
            name='EvidenceRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('review', 'Systematic review'), ('guideline', 'Guideline'), ('trial', 'Randomised trial'), ('compared', 'Study with a comparison'), ('cohort', 'Study without a comparison'), ('qualitative', 'Qualitative study'), ('registered', 'Trial registered, no results yet'), ('opinion', 'Opinion or commentary'), ('other', 'Another kind')], max_length=12)),
                ('title', models.TextField()),
                ('authors', models.TextField(blank=True)),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('published_in', models.CharField(blank=True, max_length=300)),
                ('doi', models.CharField(blank=True, db_index=True, max_length=200)),
                ('pmid', models.CharField(blank=True, db_index=True, max_length=12)),
                ('nct', models.CharField(blank=True, db_index=True, max_length=12)),
                ('link', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'ordering': ['-year', 'title'],
            },
        ),
        migrations.CreateModel(
            name='FindingData',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('view', models.CharField(choices=[('measure', 'A measure over time'), ('gap', 'A place against the rest'), ('equity', 'A gap between groups of people')], max_length=8)),
                ('stratum', models.CharField(blank=True, help_text='Groups that are compared.', max_length=40)),
                ('then', models.TextField(blank=True, help_text='What the numbers said on that day.')),
            ],
            options={
                'verbose_name_plural': 'finding data',
            },
        ),
        migrations.CreateModel(
            name='FindingFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='FindingsLoad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('layout', models.CharField(blank=True, max_length=20)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField(blank=True, help_text='Kept until it is settled.', null=True)),
                ('usual', models.JSONField(blank=True, default=dict, help_text='What rows that say less take.')),
                ('counts', models.JSONField(blank=True, default=dict)),
                ('sent_at', models.DateTimeField(auto_now_add=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-sent_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PublicText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('crisis', 'Help in a crisis')], max_length=20)),
                ('language', models.CharField(default='en', max_length=10)),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ['key', 'language'],
            },
        ),
        migrations.CreateModel(
            name='SafeguardingFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('suggested', 'To be read: its words may tell of harm'), ('raised', 'To be acted on'), ('acted', 'Acted on'), ('no_worry', 'Read, no worry')], default='suggested', max_length=10)),
                ('by_words', models.BooleanField(default=False, help_text='Words of the text suggested it; a person decides.')),
                ('words', models.CharField(blank=True, help_text='Which words suggested it.', max_length=200)),
                ('raised_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('what_was_done', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['raised_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='finding',
            name='consents_contact',
            field=models.BooleanField(default=False, help_text='May be asked further.'),
        ),
        migrations.AddField(
            model_name='finding',
            name='consents_named',
            field=models.BooleanField(default=False, help_text='The label may stand beside the words outside the team.'),
        ),
        migrations.AddField(
            model_name='finding',
            name='contact',
            field=models.CharField(blank=True, help_text='An address, kept only where contact is agreed to.', max_length=200),
        ),
        migrations.AddField(
            model_name='finding',
            name='import_key',
            field=models.CharField(blank=True, help_text='Tells a row of a file that comes again.', max_length=80),
        ),
        migrations.AddField(
            model_name='finding',
            name='quote',
            field=models.TextField(blank=True, help_text='The very words, where the text sums them up.'),
        ),
        migrations.AddField(
            model_name='finding',
            name='voice',
            field=models.CharField(blank=True, choices=[('people', 'Patients and carers'), ('primary_care', 'Primary care'), ('secondary_care', 'Secondary care'), ('community', 'Community services'), ('mental_health', 'Mental health services'), ('social_care', 'Social care'), ('commissioner', 'Integrated care board'), ('local_authority', 'Local authority'), ('school', 'Schools and colleges'), ('charity', 'Charities and community groups'), ('industry', 'Pharmaceutical and life sciences industry'), ('academia', 'Academia'), ('other', 'Another voice')], help_text='Blank where nobody spoke.', max_length=16),
        ),
        migrations.AddField(
            model_name='mission',
            name='safeguarding_owner',
            field=models.ForeignKey(blank=True, help_text="Hears at once of worries about somebody's safety; the mission lead if nobody.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='missions_safeguarded', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='finding',
            name='role',
            field=models.CharField(blank=True, choices=[('leader', 'System leader'), ('staff', 'Frontline staff'), ('patient', 'Patient'), ('carer', 'Carer'), ('partner', 'Partner')], help_text='Blank where nobody spoke.', max_length=8),
        ),
        migrations.AlterField(
            model_name='finding',
            name='speaks_as',
            field=models.CharField(blank=True, help_text='Who spoke, in their own words.', max_length=80),
        ),
        migrations.AlterField(
            model_name='rememberedname',
            name='what',
            field=models.CharField(choices=[('column', 'Column'), ('site', 'Site'), ('measure', 'Measure'), ('finding column', 'Column of a file of findings'), ('finding role', 'Role in a file of findings'), ('finding voice', 'Voice in a file of findings')], max_length=16),
        ),
        migrations.RunPython(say_whose_voice, back_to_voices),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source_kind', 'engagement'), _negated=True), models.Q(models.Q(('role', ''), _negated=True), models.Q(('voice', ''), _negated=True)), _connector='OR'), name='engagement_says_who_spoke'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('contact', ''), ('consents_contact', True), _connector='OR'), name='contact_is_kept_by_consent'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(condition=models.Q(('import_key', ''), _negated=True), fields=('mission', 'import_key'), name='finding_comes_in_once'),
        ),
        migrations.AddField(
            model_name='evidencerecord',
            name='finding',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='record', to='domain.finding'),
        ),
        migrations.AddField(
            model_name='findingdata',
            name='finding',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='data', to='domain.finding'),
        ),
        migrations.AddField(
            model_name='findingdata',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='domain.measure'),
        ),
        migrations.AddField(
            model_name='findingdata',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='domain.organisation'),
        ),
        migrations.AddField(
            model_name='findingfile',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='findingfile',
            name='finding',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='domain.finding'),
        ),
        migrations.AddField(
            model_name='findingsload',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='findingsload',
            name='mission',
            field=models.ForeignKey(blank=True, help_text='Blank where each row names its own.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings_loads', to='domain.mission'),
        ),
        migrations.AddConstraint(
            model_name='publictext',
            constraint=models.UniqueConstraint(fields=('key', 'language'), name='public_text_stands_once'),
        ),
        migrations.AddField(
            model_name='safeguardingflag',
            name='finding',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='worry', to='domain.finding'),
        ),
        migrations.AddField(
            model_name='safeguardingflag',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='worries', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='safeguardingflag',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='findingdata',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('view', 'equity'), _negated=True), models.Q(('stratum', ''), _negated=True), _connector='OR'), name='equity_gap_says_between_whom'),
        ),
        migrations.AddConstraint(
            model_name='findingdata',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('view', 'gap'), _negated=True), ('organisation__isnull', False), _connector='OR'), name='gap_says_of_which_place'),
        ),
        migrations.AddConstraint(
            model_name='findingfile',
            constraint=models.UniqueConstraint(fields=('finding', 'sha256'), name='finding_keeps_a_file_once'),
        ),
        migrations.AddConstraint(
            model_name='safeguardingflag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state__in', ['suggested', 'raised'])), models.Q(models.Q(('state__in', ['suggested', 'raised']), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='settled_worry_says_when'),
        ),
        migrations.AddConstraint(
            model_name='safeguardingflag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'acted'), _negated=True), models.Q(('what_was_done', ''), _negated=True), _connector='OR'), name='worry_acted_on_says_how'),
        ),
        migrations.RunPython(keep_worries, nothing),
    ]
