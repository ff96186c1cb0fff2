"""What the invented class of the pictures says, in each language of the guides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The class, its pupils and savoirs (as many as pupils), and what they write."""

    language: str
    classroom: str
    pupils: tuple[str, ...]
    savoirs: tuple[str, ...]
    agreement: dict[str, str]
    everything: dict[str, str]
    did: str
    points: tuple[tuple[str, str], ...]
    decision: str
    note: str
    places: tuple[tuple[str, int], ...]
    market_places: str


def words_in(language: str) -> Words:
    """Return the words of the class in ``language``."""
    return {"fr": _FRENCH, "en": _ENGLISH}[language]


_FRENCH = Words(
    language="fr",
    classroom="CM2 – Mme Diallo",
    pupils=(
        "Zoé Bérénger", "Inès Benali", "Malo Le Goff", "Maëlle Guivarch", "Théo Marchand",
        "Noémie Lefort", "Raphaël Costa", "Chloé Nguyen", "Awa Sow", "Hugo Lambert",
        "Lina Traoré", "Jérôme Petit",
    ),
    savoirs=(
        "faire des crêpes", "dire bonjour en arabe", "faire un nœud de chaise",
        "jouer trois accords de guitare", "jouer aux échecs", "dessiner des mangas",
        "raconter une histoire qui fait peur", "plier une grue en papier", "dribbler au basket",
        "coudre un bouton", "reconnaître les oiseaux du parc", "faire un exposé sans trembler",
    ),
    agreement={
        "contents": "La pâte, la poêle, et retourner la crêpe. On part de zéro.",
        "method": "Zoé montre une fois, Inès fait, Zoé regarde.",
        "evaluation": "Inès fait trois crêpes toute seule à la maison.",
        "place": "Dans la cuisine de la cantine, avec Fatima.",
    },
    everything={
        "contents": "Un visage de profil, puis les cheveux.", "method": "On dessine en même temps.",
        "evaluation": "Raphaël dessine son frère et on le reconnaît.", "days": "Le mardi",
        "hours": "13 h 30, vingt minutes", "place": "Au fond de la classe",
        "frequency": "Quatre fois", "look_back_on": "Avant les vacances",
        "needs": "Deux crayons, du papier machine",
    },
    did="Nous avons dessiné trois profils. Le nez, c'est le plus dur.",
    points=(
        ("thank", "Merci à Inès, qui m'a attendue quand je ne trouvais pas mes mots."),
        ("propose", "On pourrait inviter les CP à notre prochain marché."),
        ("solve", "Il y a trop de bruit dans le couloir quand deux groupes s'y retrouvent."),
    ),
    decision="Le mardi, un seul groupe dans le couloir ; les autres prennent la bibliothèque.",
    note="Apportez une feuille carrée.",
    places=(("La bibliothèque", 3), ("Le fond de la classe", 2), ("Le couloir", 1)),
    market_places="la bibliothèque 3\nle fond de la classe 2\nle couloir",
)  # fmt: skip

_ENGLISH = Words(
    language="en",
    classroom="Year 6 – Ms Diallo",
    pupils=(
        "Zoe Baker", "Ines Benali", "Max Owen", "Maisie Grant", "Theo Marsh", "Naomi Lee",
        "Rafael Costa", "Chloe Nguyen", "Awa Sow", "Hugo Lambert", "Lina Okafor", "Jerome Petty",
    ),
    savoirs=(
        "make pancakes", "say hello in Arabic", "tie a bowline", "play three chords on the guitar",
        "play chess", "draw manga", "tell a scary story", "fold a paper crane",
        "dribble a basketball", "sew on a button", "know the birds of the park",
        "give a talk without shaking",
    ),
    agreement={
        "contents": "The batter, the pan, and tossing the pancake. We start from nothing.",
        "method": "Zoe shows it once, Ines does it, Zoe watches.",
        "evaluation": "Ines makes three pancakes by herself at home.",
        "place": "In the canteen's kitchen, with Fatima.",
    },
    everything={
        "contents": "A face from the side, then the hair.", "method": "We draw at the same time.",
        "evaluation": "Rafael draws his brother and we know who it is.", "days": "Tuesdays",
        "hours": "1.30, twenty minutes", "place": "At the back of the classroom",
        "frequency": "Four times", "look_back_on": "Before the holidays",
        "needs": "Two pencils, printer paper",
    },
    did="We drew three faces. The nose is the hardest.",
    points=(
        ("thank", "Thanks to Ines, who waited when I could not find my words."),
        ("propose", "We could invite Year 1 to our next market."),
        ("solve", "There is too much noise in the corridor when two groups meet there."),
    ),
    decision="On Tuesdays one group only in the corridor; the others take the library.",
    note="Bring a square sheet of paper.",
    places=(("The library", 3), ("The back of the classroom", 2), ("The corridor", 1)),
    market_places="the library 3\nthe back of the classroom 2\nthe corridor",
)  # fmt: skip
