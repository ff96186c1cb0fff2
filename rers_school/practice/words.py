"""What the practice LMS's own pages say, in French and in English.

It plays another system than the tool, so its words are not in the tool's catalogue: the index
shows both languages side by side, and a person's page follows the language of that person.
"""

from flask import request

from rers_school.practice.directory import LOCALES

WORDS: dict[str, tuple[str, str]] = {
    "site": ("LMS d'entraînement", "Practice LMS"),
    "who": ("Qui voulez-vous être\N{NO-BREAK SPACE}?", "Who do you want to be?"),
    "how": (
        "Chaque personne s'ouvre dans un onglet à elle, avec sa propre session. "
        "Ouvrez-en deux, côte à côte : dans la même classe, chacune voit ce que fait l'autre.",
        "Each person opens in a tab of their own, with a session of their own. "
        "Open two, side by side: in the same class, each sees what the other does.",
    ),
    "invented": (
        "Ces écoles et ces classes sont inventées. Cette page joue le Moodle de chaque école ; "
        "rien ne quitte cet ordinateur.",
        "These schools and classes are invented. This page plays the Moodle of each school; "
        "nothing leaves this computer.",
    ),
    "unreachable": (
        "L'onglet reste vide ? Essayez avec Firefox, Chrome ou Edge.",
        "The tab stays empty? Try Firefox, Chrome or Edge.",
    ),
    "schools": ("Écoles", "Schools"),
    "moodle_at": ("Son Moodle :", "Its Moodle:"),
    "all_schools": ("Toutes les écoles", "All schools"),
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
    "reason": ("Raison", "Reason"),
    "mentor": ("Accompagne", "Mentor"),
    "admin": ("Administre", "Administrator"),
    "activities": ("Activités du cours", "Activities of the course"),
    "more": ("Gérer le cours", "Manage the course"),
    "add": ("Ajouter une activité", "Add an activity"),
    "add_which": ("Avec quel outil ?", "With which tool?"),
    "add_cancel": ("Revenir au cours", "Back to the course"),
    "duplicate": ("Dupliquer cette activité", "Duplicate this activity"),
    "copy": ("(copie)", "(copy)"),
    "as_student": ("Voir le cours comme un élève", "See the course as a pupil"),
    "as_myself": ("Reprendre mon rôle", "Back to my own role"),
    "switched": ("Vous voyez le cours comme un élève.", "You see the course as a pupil."),
    "taken": ("Activités ajoutées au cours :", "Activities added to the course:"),
    "taken_none": ("Rien n'a été ajouté au cours.", "Nothing was added to the course."),
    "to_course": ("Revenir au cours", "Back to the course"),
    "log_in": ("Se connecter à cette adresse", "Log in at this address"),
    "log_in_why": (
        "Comme sur un vrai LMS : une session par navigateur, gardée par un cookie. "
        "Il n'y a pas de mot de passe.",
        "As on a real LMS: one session for each browser, kept by a cookie. There are no passwords.",
    ),
    "log_in_as": ("Se connecter comme", "Log in as"),
    "log_in_course": ("Ouvrir le cours", "Open the course"),
    "log_in_do": ("Se connecter", "Log in"),
    "log_out": ("Se déconnecter", "Log out"),
    "administration": ("Administration du site", "Site administration"),
    "tools": ("Outils", "Tools"),
    "tool_state": ("État", "State"),
    "tool_pending": ("En attente", "Pending"),
    "tool_active": ("Actif", "Active"),
    "tool_names": ("Noms transmis", "Names given"),
    "names_always": ("toujours", "always"),
    "names_never": ("jamais", "never"),
    "names_delegate": ("au choix de l'enseignant", "the teacher decides"),
    "tool_client": ("Identifiant du client", "Client id"),
    "tool_deployment": ("Déploiement", "Deployment"),
    "activate": ("Activer", "Activate"),
    "delete": ("Supprimer", "Delete"),
    "save": ("Enregistrer", "Save"),
    "register": ("Inscrire un outil", "Register a tool"),
    "register_url": ("Adresse d'inscription de l'outil", "Registration address of the tool"),
    "register_do": ("Ouvrir la page de l'outil", "Open the page of the tool"),
    "register_frame": ("Page d'inscription de l'outil", "Registration page of the tool"),
    "register_back": ("Revenir à la liste des outils", "Back to the list of tools"),
    "people": ("Personnes", "People"),
    "people_who": ("Personne", "Person"),
    "people_course": ("Cours", "Course"),
    "people_leave": ("Retirer du cours", "Take out of the course"),
    "people_return": ("Remettre dans le cours", "Put back into the course"),
    "people_suspend": ("Suspendre le compte", "Suspend the account"),
    "people_reopen": ("Rouvrir le compte", "Open the account again"),
    "people_suspended": ("suspendu", "suspended"),
    "people_admin": ("Ouvrir un cours comme administrateur", "Open a course as administrator"),
    "options": ("Comportements à essayer", "Manners to try out"),
    "options_why": (
        "Tout est éteint au début : le site se comporte alors comme le Moodle mesuré.",
        "All is off at first: the site then behaves like the Moodle that was measured.",
    ),
    "options_pages": (
        "Personnes par page de la liste des membres (0 : toute la liste)",
        "People on a page of the members' list (0: the whole list)",
    ),
    "options_fails": (
        "La deuxième page de la liste des membres échoue",
        "The second page of the members' list fails",
    ),
    "options_storage": (
        "La page du cours garde des données pour l'outil (platform storage)",
        "The course page keeps data for the tool (platform storage)",
    ),
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
        "Seule la personne qui enseigne peut le faire, depuis sa page du cours.",
        "Only the person who teaches can do this, from their course page.",
    ),
    "error_400": ("Cette demande n'est pas valable", "This request is not valid"),
    "error_400_why": (
        "L'outil n'est pas enregistré ici sous ce nom ou à cette adresse.",
        "The tool is not registered here under this name or at this address.",
    ),
    "error_tool": ("Cette activité est fermée", "This activity is closed"),
    "error_tool_why": (
        "Son outil attend d'être activé, ou a été supprimé. "
        "La personne qui administre le site peut l'activer.",
        "Its tool waits to be activated, or was deleted. "
        "The person who administers the site can activate it.",
    ),
    "error_contents": ("Rien n'a été ajouté au cours", "Nothing was added to the course"),
    "error_contents_why": (
        "La réponse de l'outil n'est pas valable. Recommencez depuis la page du cours.",
        "The tool's answer is not valid. Begin again from the course page.",
    ),
    "error_guest": ("Vous n'avez pas de rôle dans ce cours", "You have no role in this course"),
    "error_guest_why": (
        "Une personne invitée ne peut pas ouvrir ce cours.",
        "A guest cannot open this course.",
    ),
    "error_suspended": ("Ce compte est suspendu", "This account is suspended"),
    "error_suspended_why": (
        "La personne qui administre le site peut le rouvrir.",
        "The person who administers the site can open it again.",
    ),
    "error_url": ("Cette adresse ne convient pas", "This address does not fit"),
    "error_url_why": (
        "Une adresse d'inscription commence par http:// ou https://.",
        "A registration address begins with http:// or https://.",
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
