from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("domain", "0009_discovery_by_voice"),
    ]

    operations: list = []
