"""Looking for themes behind the page: fifty thousand findings take a minute."""

from django_tasks import task

from spreadwell.domain.discovery.beside import ThemeSuggestion
from spreadwell.domain.discovery.suggesting import keep_suggestion, look_for_themes, note_progress


@task()
def suggest_themes(suggestion_id: int) -> str:
    """Look for themes, saying on the page how far it is; returns what came of it."""
    suggestion = ThemeSuggestion.objects.select_related("mission", "asked_by").get(pk=suggestion_id)
    result = look_for_themes(suggestion, lambda doing, done: note_progress(suggestion, doing, done))
    keep_suggestion(by=suggestion.asked_by, suggestion=suggestion, result=result)
    return f"{len(result['groups'])} themes suggested."
