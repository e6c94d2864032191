import django.db.models.deletion
from django.db import migrations, models


def keep_forecasts(apps, schema_editor):
    """What was expected of opportunities chosen before stands as their forecast."""
    entry_model = apps.get_model("domain", "ShortlistEntry")
    forecast_model = apps.get_model("domain", "Forecast")
    chosen = entry_model.objects.filter(
        choice="in", shortlist__state="decided", expected_low__isnull=False,
        expected__isnull=False, expected_high__isnull=False,
    )
    forecast_model.objects.bulk_create(
        forecast_model(
            entry=one, decision=one.shortlist.decision, low=one.expected_low, likely=one.expected,
            high=one.expected_high, reach=one.expected_reach, by=one.expected_by,
            made_on=one.shortlist.decision.decided_on,
        )
        for one in chosen.select_related("shortlist__decision")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('domain', '0010_themes_and_trail'),
    ]

    operations = [
        migrations.CreateModel(
            name='CriteriaVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('why', models.TextField(help_text='Why this version replaced the one before.')),
                ('adopted_on', models.DateField()),
            ],
            options={
                'ordering': ['mission', '-number'],
            },
        ),
        migrations.CreateModel(
            name='EntryCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('money_low', models.PositiveBigIntegerField(blank=True, null=True)),
                ('money', models.PositiveBigIntegerField(blank=True, null=True)),
                ('money_high', models.PositiveBigIntegerField(blank=True, null=True)),
                ('staff_low', models.FloatField(blank=True, null=True)),
                ('staff', models.FloatField(blank=True, null=True)),
                ('staff_high', models.FloatField(blank=True, null=True)),
                ('fifth_low', models.FloatField(blank=True, null=True)),
                ('fifth', models.FloatField(blank=True, null=True)),
                ('fifth_high', models.FloatField(blank=True, null=True)),
                ('source', models.TextField(blank=True, help_text='Where the figures come from.')),
            ],
        ),
        migrations.CreateModel(
            name='Forecast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('low', models.FloatField()),
                ('likely', models.FloatField()),
                ('high', models.FloatField()),
                ('reach', models.PositiveIntegerField(blank=True, null=True)),
                ('by', models.DateField(blank=True, null=True)),
                ('made_on', models.DateField()),
                ('scores', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-made_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ScreenAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('powerful', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', "I don't know")], max_length=7)),
                ('possible', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unknown', "I don't know")], max_length=7)),
            ],
        ),
        migrations.CreateModel(
            name='SwingAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('times', models.FloatField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='score',
            name='one_score_a_scorer_and_criterion',
        ),
        migrations.AddField(
            model_name='criterion',
            name='mission',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='criteria', to='domain.mission'),
        ),
        migrations.AddField(
            model_name='criterion',
            name='number',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='score',
            name='round',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='score',
            name='said',
            field=models.TextField(blank=True, help_text='Why, asked at the ends of the scale.'),
        ),
        migrations.AddField(
            model_name='scorer',
            name='lay',
            field=models.BooleanField(default=False, help_text='Speaks from living with it: cards in plain words, no reasons owed.'),
        ),
        migrations.AddField(
            model_name='shortlist',
            name='equity_floor',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Of 100 that benefit, at least so many in the most deprived fifth.', null=True),
        ),
        migrations.AddField(
            model_name='shortlist',
            name='money',
            field=models.PositiveBigIntegerField(blank=True, help_text='What there is in a year, in pence.', null=True),
        ),
        migrations.AddField(
            model_name='shortlist',
            name='staff',
            field=models.FloatField(blank=True, help_text='Staff hours a week there are.', null=True),
        ),
        migrations.AddField(
            model_name='shortlistentry',
            name='cut',
            field=models.BooleanField(default=False, help_text='The two questions left it out.'),
        ),
        migrations.AddField(
            model_name='shortlistentry',
            name='cut_because',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='shortlistentry',
            name='expected_on',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='domain.measure'),
        ),
        migrations.AddField(
            model_name='shortlistentry',
            name='plain',
            field=models.TextField(blank=True, help_text='The card in plain words, short sentences.'),
        ),
        migrations.AddField(
            model_name='shortlistentry',
            name='runs',
            field=models.BooleanField(default=False, help_text='It runs already and is compared with what could start.'),
        ),
        migrations.AddField(
            model_name='shortlistentry',
            name='talk',
            field=models.TextField(blank=True, help_text='What was said when the panel talked it over.'),
        ),
        migrations.AlterField(
            model_name='criterion',
            name='slug',
            field=models.SlugField(max_length=40),
        ),
        migrations.AlterField(
            model_name='shortlist',
            name='state',
            field=models.CharField(choices=[('screen', 'Two questions'), ('sifting', 'Being cut to twelve'), ('scoring', 'Being scored'), ('talking', 'Being talked over'), ('again', 'Being scored again'), ('deciding', 'To be decided'), ('decided', 'Decided')], default='screen', max_length=8),
        ),
        migrations.AlterField(
            model_name='shortlistentry',
            name='choice',
            field=models.CharField(choices=[('undecided', 'Not decided'), ('in', 'In'), ('depends', 'Depends'), ('not_this_round', 'Not this round'), ('goes_on', 'Goes on'), ('stop', 'Stop')], default='undecided', max_length=16),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(condition=models.Q(('mission', None)), fields=('slug', 'number'), name='criterion_of_the_product_is_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(condition=models.Q(('mission__isnull', False)), fields=('mission', 'slug', 'number'), name='criterion_of_a_mission_is_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.UniqueConstraint(fields=('entry', 'scorer', 'criterion', 'round'), name='one_score_a_scorer_criterion_and_round'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.CheckConstraint(condition=models.Q(('round__range', (1, 2))), name='score_is_of_the_first_or_second_round'),
        ),
        migrations.AddField(
            model_name='criteriaversion',
            name='criteria',
            field=models.ManyToManyField(related_name='versions', to='domain.criterion'),
        ),
        migrations.AddField(
            model_name='criteriaversion',
            name='mission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='criteria_versions', to='domain.mission'),
        ),
        migrations.AddField(
            model_name='shortlist',
            name='criteria_version',
            field=models.ForeignKey(blank=True, help_text='Blank: the criteria that come with the product, or chosen for this one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shortlists', to='domain.criteriaversion'),
        ),
        migrations.AddField(
            model_name='entrycost',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cost', to='domain.shortlistentry'),
        ),
        migrations.AddField(
            model_name='forecast',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forecasts', to='domain.decision'),
        ),
        migrations.AddField(
            model_name='forecast',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='forecast', to='domain.shortlistentry'),
        ),
        migrations.AddField(
            model_name='forecast',
            name='measure',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='forecasts', to='domain.measure'),
        ),
        migrations.AddField(
            model_name='screenanswer',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='screened', to='domain.shortlistentry'),
        ),
        migrations.AddField(
            model_name='screenanswer',
            name='scorer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='screened', to='domain.scorer'),
        ),
        migrations.AddField(
            model_name='swinganswer',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='domain.criterion'),
        ),
        migrations.AddField(
            model_name='swinganswer',
            name='scorer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='swings', to='domain.scorer'),
        ),
        migrations.AddField(
            model_name='swinganswer',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='domain.criterion'),
        ),
        migrations.AddConstraint(
            model_name='criteriaversion',
            constraint=models.UniqueConstraint(fields=('mission', 'number'), name='criteria_version_is_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='entrycost',
            constraint=models.CheckConstraint(condition=models.Q(('money', None), models.Q(('money_high__gte', models.F('money')), ('money_low__lte', models.F('money'))), _connector='OR'), name='cost_in_money_rises_from_low_to_high'),
        ),
        migrations.AddConstraint(
            model_name='entrycost',
            constraint=models.CheckConstraint(condition=models.Q(('staff', None), models.Q(('staff_high__gte', models.F('staff')), ('staff_low__lte', models.F('staff'))), _connector='OR'), name='cost_in_staff_rises_from_low_to_high'),
        ),
        migrations.AddConstraint(
            model_name='entrycost',
            constraint=models.CheckConstraint(condition=models.Q(('fifth', None), models.Q(('fifth_high__gte', models.F('fifth')), ('fifth_low__lte', models.F('fifth'))), _connector='OR'), name='cost_in_fifth_rises_from_low_to_high'),
        ),
        migrations.AddConstraint(
            model_name='forecast',
            constraint=models.CheckConstraint(condition=models.Q(('low__lte', models.F('likely')), ('likely__lte', models.F('high'))), name='forecast_rises_from_low_to_high'),
        ),
        migrations.AddConstraint(
            model_name='screenanswer',
            constraint=models.UniqueConstraint(fields=('entry', 'scorer'), name='one_screen_answer_a_scorer_and_entry'),
        ),
        migrations.AddConstraint(
            model_name='swinganswer',
            constraint=models.UniqueConstraint(fields=('scorer', 'first', 'second'), name='a_pair_of_swings_is_answered_once'),
        ),
        migrations.AddConstraint(
            model_name='swinganswer',
            constraint=models.CheckConstraint(condition=models.Q(('times__gt', 0), models.Q(('first', models.F('second')), _negated=True)), name='a_swing_is_held_against_another'),
        ),
        migrations.RunPython(keep_forecasts, migrations.RunPython.noop),
    ]
