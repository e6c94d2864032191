"""What networks, calls for sites, site teams and their months hold."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('domain', '0003_financial_periods'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApplicationScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField(help_text='0 not shown, 4 fully shown.')),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['application', 'reviewer', 'criterion'],
            },
        ),
        migrations.CreateModel(
            name='AssuranceProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(blank=True, max_length=400)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('content', models.BinaryField(blank=True, default=bytes)),
                ('added_on', models.DateField()),
            ],
            options={
                'ordering': ['item', '-added_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CallCriterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('question', models.TextField(help_text='What the applicant is asked.')),
                ('weight', models.PositiveSmallIntegerField(default=1)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['call', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CallReviewer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'ordering': ['call', 'person__name'],
            },
        ),
        migrations.CreateModel(
            name='ConditionSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('constructs', models.JSONField(default=list, help_text='Names of CFIR 2.0 constructs, in order.')),
                ('second_rater', models.BooleanField(default=False, help_text='A second person rates too, and both agree on one rating.')),
                ('chosen_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='ConfidentialRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('terms', 'Commercial terms'), ('collaboration', 'Collaborative-working agreement'), ('disclosure', 'Industry disclosure')], max_length=14)),
                ('text', models.TextField()),
                ('starts', models.DateField(blank=True, null=True)),
                ('ends', models.DateField(blank=True, null=True)),
                ('written_on', models.DateField()),
            ],
            options={
                'ordering': ['innovation', 'kind', '-written_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ExpressionOfInterest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_name', models.CharField(max_length=200)),
                ('offer', models.TextField(help_text='What it offers, in its own words.')),
                ('contact_name', models.CharField(max_length=120)),
                ('contact_email', models.EmailField(max_length=254)),
                ('consented_at', models.DateTimeField(help_text='When the contact agreed to be written to.')),
                ('received_on', models.DateField()),
                ('answer_due', models.DateField()),
                ('state', models.CharField(choices=[('received', 'Received'), ('talking', 'In conversation'), ('accepted', 'Accepted'), ('declined', 'Not now')], default='received', max_length=9)),
                ('answer', models.TextField(blank=True)),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('removal_asked_on', models.DateField(blank=True, help_text='When the contact asked that its details be removed.', null=True)),
            ],
            options={
                'verbose_name_plural': 'expressions of interest',
                'ordering': ['answer_due', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HealthAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('feature', models.CharField(choices=[('common purpose', 'Common purpose'), ('cooperative structure', 'Cooperative structure'), ('critical mass', 'Critical mass'), ('collective intelligence', 'Collective intelligence'), ('community building', 'Community building')], max_length=24)),
                ('view', models.PositiveSmallIntegerField()),
                ('answered_on', models.DateField()),
            ],
            options={
                'ordering': ['check_round', 'person', 'feature'],
            },
        ),
        migrations.CreateModel(
            name='HealthCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opens', models.DateField()),
                ('closes', models.DateField(help_text='The last day on which members can answer.')),
            ],
            options={
                'ordering': ['network', '-opens', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MapLayer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('one', models.CharField(default='area', help_text='What one area is called.', max_length=60)),
                ('many', models.CharField(default='areas', max_length=60)),
                ('source', models.TextField(help_text='Whose outlines these are, as they ask to be credited.')),
                ('licence', models.CharField(max_length=120)),
                ('outlines', models.JSONField(help_text='GeoJSON feature collection as it was loaded.')),
                ('loaded_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='MonthDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('values', models.JSONField(default=dict, help_text='Field of the form → what was typed.')),
                ('saved_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='NeededCapability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('why', models.TextField(blank=True)),
                ('hours_a_week', models.DecimalField(blank=True, decimal_places=1, help_text='Time it takes, if known.', max_digits=4, null=True)),
            ],
            options={
                'verbose_name_plural': 'needed capabilities',
                'ordering': ['version', 'name'],
            },
        ),
        migrations.CreateModel(
            name='ProgressScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.DecimalField(decimal_places=1, max_digits=2)),
                ('why', models.TextField()),
                ('said_on', models.DateField()),
            ],
            options={
                'ordering': ['site', '-said_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReminderChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rhythm', models.CharField(choices=[('daily', 'Every day on which something is due'), ('weekly', 'Once a week'), ('monthly', 'Once a month'), ('off', 'Never')], default='weekly', max_length=8)),
                ('last_sent_on', models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PublicTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['mark', 'at'], name='turns_of_a_connection')],
            },
        ),
        migrations.AlterField(
            model_name='decision',
            name='choice',
            field=models.CharField(choices=[('shortlist', 'Settle the shortlist'), ('sites', 'Choose the sites'), ('test', 'Test'), ('adapt', 'Adapt'), ('spread', 'Spread'), ('scale', 'Scale'), ('pause', 'Pause'), ('stop', 'Stop, with its learning'), ('continue', 'Continue to a date, then stop unless a named thing is seen')], max_length=10),
        ),
        migrations.CreateModel(
            name='ReviewerInterest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.TextField()),
                ('declared_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='SiteApplication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(default=dict, help_text='Key of the criterion → answer.')),
                ('received_on', models.DateField()),
                ('state', models.CharField(choices=[('received', 'Received'), ('chosen', 'Chosen'), ('not_chosen', 'Not chosen this time'), ('withdrawn', 'Withdrawn')], default='received', max_length=10)),
                ('answer', models.TextField(blank=True, help_text='What the applicant was told, with reasons.')),
                ('answered_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['call', 'received_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SiteCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('text', models.TextField(help_text='What is offered and what is asked of a site.')),
                ('places', models.PositiveSmallIntegerField(help_text='How many sites are sought.')),
                ('opens', models.DateField()),
                ('closes', models.DateField(help_text='The last day on which organisations can apply.')),
                ('answers_by', models.DateField(help_text='By when every applicant is answered.')),
                ('state', models.CharField(choices=[('draft', 'Being written'), ('open', 'Open'), ('reviewing', 'Being reviewed'), ('decided', 'Decided'), ('withdrawn', 'Withdrawn')], default='draft', max_length=9)),
            ],
            options={
                'ordering': ['-closes', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SiteCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter', models.CharField(help_text='Financial quarter, such as FY2026-Q1.', max_length=12)),
                ('cost', models.DecimalField(blank=True, decimal_places=2, help_text='Pounds, without staff.', max_digits=12, null=True)),
                ('hours', models.DecimalField(blank=True, decimal_places=1, help_text='Staff hours.', max_digits=9, null=True)),
                ('by_kind', models.JSONField(blank=True, default=dict, help_text='Kind → {cost, hours}, where somebody wants it.')),
                ('entered_on', models.DateField()),
            ],
            options={
                'ordering': ['site', '-quarter'],
            },
        ),
        migrations.AlterModelOptions(
            name='assuranceitem',
            options={'ordering': ['innovation', 'framework', 'section']},
        ),
        migrations.RemoveConstraint(
            model_name='assuranceitem',
            name='assurance_is_told_once',
        ),
        migrations.AddField(
            model_name='assuranceitem',
            name='section',
            field=models.CharField(blank=True, choices=[('C1', 'Clinical safety'), ('C2', 'Data protection'), ('C3', 'Technical security'), ('C4', 'Interoperability'), ('D', 'Usability and accessibility')], help_text="DTAC's section; blank for the others.", max_length=4),
        ),
        migrations.AddField(
            model_name='assuranceitem',
            name='tier',
            field=models.CharField(blank=True, choices=[('A', 'Tier A'), ('B', 'Tier B'), ('C', 'Tier C')], help_text='NICE evidence standards tier.', max_length=1),
        ),
        migrations.AddField(
            model_name='conditionrating',
            name='informants',
            field=models.PositiveSmallIntegerField(blank=True, help_text='How many people the rating rests on.', null=True),
        ),
        migrations.AddField(
            model_name='conditionrating',
            name='moment',
            field=models.CharField(blank=True, choices=[('start', 'Start'), ('mid', 'Mid-point'), ('end', 'End')], max_length=5),
        ),
        migrations.AddField(
            model_name='conditionrating',
            name='rater',
            field=models.CharField(choices=[('first', 'First rater'), ('second', 'Second rater'), ('consensus', 'Agreed by both')], default='first', max_length=9),
        ),
        migrations.RemoveConstraint(
            model_name='implementationsite',
            name='stopped_site_says_when_and_why',
        ),
        migrations.AlterField(
            model_name='implementationsite',
            name='state',
            field=models.CharField(choices=[('planned', 'Planned'), ('preparing', 'Preparing'), ('live', 'Live'), ('paused', 'Paused'), ('stopped', 'Stopped, with learning'), ('de_adopted', 'De-adopted, with learning')], default='planned', max_length=10),
        ),
        migrations.AlterField(
            model_name='sitespell',
            name='state',
            field=models.CharField(choices=[('planned', 'Planned'), ('preparing', 'Preparing'), ('live', 'Live'), ('paused', 'Paused'), ('stopped', 'Stopped, with learning'), ('de_adopted', 'De-adopted, with learning')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='implementationsite',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('stopped', 'de_adopted')), _negated=True), models.Q(('stopped__isnull', False), models.Q(('stopped_because', ''), _negated=True)), _connector='OR'), name='ended_site_says_when_and_why'),
        ),
        migrations.AddConstraint(
            model_name='implementationsite',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'de_adopted'), _negated=True), ('started__isnull', False), _connector='OR'), name='de_adopted_site_was_live'),
        ),
        migrations.AddField(
            model_name='innovationversion',
            name='driver_diagram',
            field=models.TextField(blank=True, help_text='An outline: the aim, beneath it drivers, beneath them change ideas.'),
        ),
        migrations.AddField(
            model_name='teammember',
            name='hours_a_week',
            field=models.DecimalField(blank=True, decimal_places=1, help_text='Agreed time, if known.', max_digits=4, null=True),
        ),
        migrations.AddField(
            model_name='teammember',
            name='role',
            field=models.CharField(blank=True, help_text='Their post, such as ward sister.', max_length=120),
        ),
        migrations.AddField(
            model_name='testofchange',
            name='predicted_on',
            field=models.DateField(blank=True, help_text='The day the prediction was written down.', null=True),
        ),
        migrations.AddField(
            model_name='testofchange',
            name='tried_with',
            field=models.PositiveIntegerField(blank=True, help_text='How many people or cases it is tried with.', null=True),
        ),
        migrations.AddConstraint(
            model_name='assuranceitem',
            constraint=models.UniqueConstraint(fields=('innovation', 'framework', 'section'), name='assurance_is_told_once'),
        ),
        migrations.AddField(
            model_name='assuranceproof',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assuranceproof',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='domain.assuranceitem'),
        ),
        migrations.AddField(
            model_name='applicationscore',
            name='criterion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='domain.callcriterion'),
        ),
        migrations.AddField(
            model_name='callreviewer',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='applicationscore',
            name='reviewer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='domain.callreviewer'),
        ),
        migrations.AddField(
            model_name='conditionset',
            name='chosen_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='conditionset',
            name='mission',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='condition_set', to='domain.mission'),
        ),
        migrations.AddField(
            model_name='confidentialrecord',
            name='innovation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confidential_records', to='domain.innovation'),
        ),
        migrations.AddField(
            model_name='confidentialrecord',
            name='named',
            field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='confidentialrecord',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confidential_records', to='domain.organisation'),
        ),
        migrations.AddField(
            model_name='confidentialrecord',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='expressionofinterest',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='expressionofinterest',
            name='membership',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interest', to='domain.membership'),
        ),
        migrations.AddField(
            model_name='expressionofinterest',
            name='mission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interest', to='domain.mission'),
        ),
        migrations.AddField(
            model_name='healthanswer',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='healthcheck',
            name='network',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='health_checks', to='domain.network'),
        ),
        migrations.AddField(
            model_name='healthcheck',
            name='opened_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='healthanswer',
            name='check_round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='domain.healthcheck'),
        ),
        migrations.AddField(
            model_name='monthdraft',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='monthdraft',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='domain.implementationsite'),
        ),
        migrations.AddField(
            model_name='neededcapability',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='capabilities', to='domain.innovationversion'),
        ),
        migrations.AddField(
            model_name='teammember',
            name='needed',
            field=models.ForeignKey(blank=True, help_text='Which of the capabilities that the version needs this person fills.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='filled_by', to='domain.neededcapability'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.CheckConstraint(condition=models.Q(('hours_a_week', None), ('hours_a_week__range', (0, 80)), _connector='OR'), name='team_hours_fit_a_week'),
        ),
        migrations.AddField(
            model_name='progressscore',
            name='said_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='progressscore',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='progress', to='domain.implementationsite'),
        ),
        migrations.AddField(
            model_name='reminderchoice',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewerinterest',
            name='reviewer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='domain.callreviewer'),
        ),
        migrations.AddField(
            model_name='siteapplication',
            name='applicant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='siteapplication',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='domain.organisation'),
        ),
        migrations.AddField(
            model_name='siteapplication',
            name='site',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='application', to='domain.implementationsite'),
        ),
        migrations.AddField(
            model_name='reviewerinterest',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='domain.siteapplication'),
        ),
        migrations.AddField(
            model_name='applicationscore',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='domain.siteapplication'),
        ),
        migrations.AddField(
            model_name='sitecall',
            name='decision',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='site_call', to='domain.decision'),
        ),
        migrations.AddField(
            model_name='sitecall',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sitecall',
            name='network',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='domain.network'),
        ),
        migrations.AddField(
            model_name='sitecall',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='domain.innovationversion'),
        ),
        migrations.AddField(
            model_name='siteapplication',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='domain.sitecall'),
        ),
        migrations.AddField(
            model_name='callreviewer',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviewers', to='domain.sitecall'),
        ),
        migrations.AddField(
            model_name='callcriterion',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='domain.sitecall'),
        ),
        migrations.AddField(
            model_name='sitecost',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sitecost',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='domain.implementationsite'),
        ),
        migrations.AddConstraint(
            model_name='assuranceproof',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reference', ''), _negated=True), models.Q(('file_name', ''), _negated=True), _connector='OR'), name='proof_can_be_looked_at'),
        ),
        migrations.AddConstraint(
            model_name='expressionofinterest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'declined')), _negated=True), models.Q(models.Q(('answer', ''), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='settled_interest_was_answered'),
        ),
        migrations.AddConstraint(
            model_name='expressionofinterest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), ('membership__isnull', False), _connector='OR'), name='accepted_interest_became_a_member'),
        ),
        migrations.AddConstraint(
            model_name='healthcheck',
            constraint=models.CheckConstraint(condition=models.Q(('closes__gte', models.F('opens'))), name='health_check_closes_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='healthanswer',
            constraint=models.UniqueConstraint(fields=('check_round', 'person', 'feature'), name='view_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='healthanswer',
            constraint=models.CheckConstraint(condition=models.Q(('view__range', (1, 5))), name='view_is_one_to_five'),
        ),
        migrations.AddConstraint(
            model_name='monthdraft',
            constraint=models.UniqueConstraint(fields=('site', 'person'), name='one_draft_a_person_and_site'),
        ),
        migrations.AddConstraint(
            model_name='neededcapability',
            constraint=models.UniqueConstraint(fields=('version', 'name'), name='capability_is_named_once'),
        ),
        migrations.AddConstraint(
            model_name='progressscore',
            constraint=models.CheckConstraint(condition=models.Q(('score__gte', 0.5), ('score__lte', 5)), name='progress_is_a_half_to_five'),
        ),
        migrations.AddConstraint(
            model_name='reviewerinterest',
            constraint=models.UniqueConstraint(fields=('application', 'reviewer'), name='interest_is_declared_once'),
        ),
        migrations.AddConstraint(
            model_name='applicationscore',
            constraint=models.UniqueConstraint(fields=('application', 'reviewer', 'criterion'), name='application_is_scored_once'),
        ),
        migrations.AddConstraint(
            model_name='applicationscore',
            constraint=models.CheckConstraint(condition=models.Q(('score__range', (0, 4))), name='score_is_nought_to_four'),
        ),
        migrations.AddConstraint(
            model_name='sitecall',
            constraint=models.CheckConstraint(condition=models.Q(('closes__gte', models.F('opens')), ('answers_by__gte', models.F('closes'))), name='call_opens_closes_and_answers_in_order'),
        ),
        migrations.AddConstraint(
            model_name='sitecall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'decided'), _negated=True), ('decision__isnull', False), _connector='OR'), name='decided_call_has_its_decision'),
        ),
        migrations.AddConstraint(
            model_name='siteapplication',
            constraint=models.UniqueConstraint(fields=('call', 'organisation'), name='organisation_applies_once'),
        ),
        migrations.AddConstraint(
            model_name='siteapplication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('chosen', 'not_chosen')), _negated=True), models.Q(models.Q(('answer', ''), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='settled_application_was_answered'),
        ),
        migrations.AddConstraint(
            model_name='callreviewer',
            constraint=models.UniqueConstraint(fields=('call', 'person'), name='reviewer_is_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='callcriterion',
            constraint=models.UniqueConstraint(fields=('call', 'name'), name='call_criterion_is_named_once'),
        ),
        migrations.AddConstraint(
            model_name='callcriterion',
            constraint=models.CheckConstraint(condition=models.Q(('weight__range', (1, 5))), name='weight_is_one_to_five'),
        ),
        migrations.AddConstraint(
            model_name='sitecost',
            constraint=models.UniqueConstraint(fields=('site', 'quarter'), name='cost_is_told_once_a_quarter'),
        ),
        migrations.AddConstraint(
            model_name='sitecost',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cost', None), ('cost__gte', 0), _connector='OR'), models.Q(('hours', None), ('hours__gte', 0), _connector='OR')), name='cost_and_hours_are_not_negative'),
        ),
    ]
