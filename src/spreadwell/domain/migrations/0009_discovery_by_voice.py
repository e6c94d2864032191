from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("domain", "0008_claims_questioned"),
    ]

    operations: list = []
