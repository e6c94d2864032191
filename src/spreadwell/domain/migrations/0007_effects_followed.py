from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("domain", "0006_files_put_right"),
    ]

    operations: list = []
