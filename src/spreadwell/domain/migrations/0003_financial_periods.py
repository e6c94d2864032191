"""Financial years and quarters have longer names than the columns that held them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("domain", "0002_organisation_history"),
    ]

    operations = [
        migrations.AlterField(
            model_name="measure",
            name="cadence",
            field=models.CharField(max_length=20),
        ),
        migrations.AlterField(
            model_name="reading",
            name="period_kind",
            field=models.CharField(max_length=20),
        ),
    ]
