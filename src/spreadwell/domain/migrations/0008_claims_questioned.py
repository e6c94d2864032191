from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("domain", "0007_effects_followed"),
    ]

    operations: list = []
