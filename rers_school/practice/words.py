"""What the practice LMS's own pages say, in French and in English.

It plays another system than the tool, so its words are not in the tool's catalogue: the index
shows both languages side by side, and a person's page follows the language of that person.
"""

from flask import request

from rers_school.practice.directory import LOCALES

WORDS: dict[str, tuple[str, str]] = {
    "site": ("LMS d'entraînement", "Practice LMS"),
    "who": ("Qui voulez-vous être ?", "Who do you want to be?"),
    "how": (
        "Chaque personne s'ouvre dans un onglet à elle, avec sa propre session. "
        "Ouvrez-en deux, côte à côte : elles se retrouvent dans la même classe.",
        "Each person opens in a tab of their own, with a session of their own. "
        "Open two, side by side: they meet in the same class.",
    ),
    "invented": (
        "Ces classes sont inventées. Cette page joue le Moodle d'une école ; "
        "rien ne quitte cet ordinateur.",
        "These classes are invented. This page plays a school's Moodle; "
        "nothing leaves this computer.",
    ),
    "unreachable": (
        "L'onglet reste vide ? Essayez avec Firefox, Chrome ou Edge.",
        "The tab stays empty? Try Firefox, Chrome or Edge.",
    ),
    "teacher": ("Enseigne", "Teaches"),
    "pupils": ("Élèves", "Pupils"),
    "pupil": ("Élève", "Pupil"),
    "courses": ("Cours", "Courses"),
    "activity": ("Activité", "Activity"),
    "somebody_else": ("Être quelqu'un d'autre", "Be somebody else"),
    "language": ("Langue", "Language"),
    "show": ("Ouvrir l'activité", "Open the activity"),
    "in_page": ("dans la page", "in the page"),
    "in_window": ("dans une nouvelle fenêtre", "in a new window"),
    "open_window": ("Ouvrir dans une nouvelle fenêtre", "Open in a new window"),
    "names": ("Noms transmis à l'activité", "Names given to the activity"),
    "names_yes": ("oui", "yes"),
    "names_no": ("non", "no"),
    "opening": ("L'activité s'ouvre…", "The activity is opening…"),
    "continue": ("Continuer", "Continue"),
    "back": ("Revenir à la liste des personnes", "Back to the list of people"),
    "error_404": ("Cette page n'existe pas", "There is no such page"),
    "error_404_why": (
        "Personne ne porte ce nom ici, ou ce cours n'est pas le sien.",
        "Nobody here has this name, or this course is not theirs.",
    ),
    "error_spent": ("Cette ouverture a déjà servi", "This opening was already used"),
    "error_spent_why": (
        "Une activité ne s'ouvre qu'une fois par lien. Rechargez la page du cours.",
        "A link opens an activity only once. Reload the course page.",
    ),
    "error_403": ("Ce n'est pas possible d'ici", "This is not possible from here"),
    "error_403_why": (
        "Seule la personne qui enseigne change ce réglage, depuis sa page du cours.",
        "Only the person who teaches changes this setting, from their course page.",
    ),
    "error_400": ("Cette demande n'est pas valable", "This request is not valid"),
    "error_400_why": (
        "L'outil n'est pas enregistré ici sous ce nom ou à cette adresse.",
        "The tool is not registered here under this name or at this address.",
    ),
    "error_other": ("Cette page ne peut pas répondre", "This page cannot answer"),
    "error_other_why": ("Revenez en arrière et réessayez.", "Go back and try again."),
}


def word(key: str, locale: str) -> str:
    """Return one text in one language."""
    return WORDS[key][LOCALES.index(locale)]


def browser_locale() -> str:
    """Return the language the browser asks for; French where it asks for neither."""
    return request.accept_languages.best_match(LOCALES) or LOCALES[0]
