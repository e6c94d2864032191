from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("domain", "0010_themes_and_trail"),
    ]

    operations: list = []
