import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("domain", "0009_discovery_by_voice"),
    ]

    operations = [
        migrations.AddField(
            model_name='opportunity',
            name='measures',
            field=models.ManyToManyField(blank=True, help_text='Which it would move.', related_name='opportunities', to='domain.measure'),
        ),
        migrations.AddField(
            model_name='opportunity',
            name='why_new',
            field=models.TextField(blank=True, help_text='Why what already runs well here does not meet the need.'),
        ),
        migrations.CreateModel(
            name='DemandSignal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('recorded', 'Recorded here'), ('published', 'Published'), ('invented', 'Invented example')], default='recorded', max_length=10)),
                ('source', models.TextField(blank=True, help_text='Where it was published: a title, an address, a licence.')),
                ('seeks', models.TextField(help_text='What we seek, in plain words.')),
                ('bar', models.TextField(help_text='What an offer must show.')),
                ('published_on', models.DateField(blank=True, null=True)),
                ('opportunity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='demand', to='domain.opportunity')),
            ],
            options={
                'ordering': ['-published_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LocalPractice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('recorded', 'Recorded here'), ('published', 'Published'), ('invented', 'Invented example')], default='recorded', max_length=10)),
                ('source', models.TextField(blank=True, help_text='Where it was published: a title, an address, a licence.')),
                ('what', models.CharField(max_length=160)),
                ('text', models.TextField(help_text='What is done, for whom.')),
                ('place', models.CharField(max_length=120)),
                ('since', models.DateField()),
                ('evidence', models.TextField(help_text='How it is known that it runs well.')),
                ('mission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='domain.mission')),
                ('organisation', models.ForeignKey(help_text='Whom to ask.', on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='domain.organisation')),
            ],
            options={
                'ordering': ['what'],
            },
        ),
        migrations.CreateModel(
            name='ThemeSuggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('everything', models.BooleanField(default=False, help_text='All findings; otherwise those not sorted yet.')),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('done', models.PositiveSmallIntegerField(default=0, help_text='How far it is, of 100.')),
                ('doing', models.CharField(blank=True, max_length=80)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('result', models.JSONField(blank=True, default=dict, help_text="Groups and near-duplicates, by findings' keys.")),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='theme_suggestions', to='domain.mission')),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('done__lte', 100)), name='suggestion_is_done_at_most_whole')],
            },
        ),
    ]
