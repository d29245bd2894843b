"""A day that a term made due is closed with a reason, as what fell due by itself is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_proposals_follow")]

    operations = [
        migrations.AddField("obligation", "term", models.CharField(blank=True, max_length=120)),
        migrations.AddIndex(
            "obligation",
            models.Index(fields=["term"], condition=~models.Q(term=""), name="obligation_term"),
        ),
    ]
