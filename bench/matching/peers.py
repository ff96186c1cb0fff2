"""What one would use instead of the engine, each with a plain fill for those still free.

Every peer takes a round and returns exchanges. People are looked at in a neutral order (a hash of
their id), savoirs in the order of their cards.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.matching.case import Case

Peer = Callable[[Case], "Draft"]


def neutral(case: Case) -> list[int]:
    """Return everybody who takes part, in an order that says nothing about them."""
    awake = (at for at in range(len(case)) if not case.resting[at])
    return sorted(awake, key=lambda at: hashlib.blake2b(case.ids[at].encode()).digest())


@dataclass(slots=True)
class Draft:
    """Exchanges, at most one gift and one receipt each: who gives whom, and who from whom."""

    case: Case
    gives: dict[int, int] = field(default_factory=dict)
    receives: dict[int, int] = field(default_factory=dict)

    def place(self, giver: int, receiver: int) -> None:
        """Add one exchange."""
        self.gives[giver] = receiver
        self.receives[receiver] = giver

    def remove(self, giver: int) -> None:
        """Take one exchange away again."""
        del self.receives[self.gives.pop(giver)]

    def unlinked(self, person: int) -> bool:
        """Return whether this person neither gives nor receives."""
        return person not in self.gives and person not in self.receives

    def exchanges(self) -> list[tuple[str, str, str]]:
        """Return the exchanges with the ids of the file and one fitting savoir."""
        names = self.case.ids
        return [
            (names[giver], names[receiver], self.case.receivers(giver)[receiver])
            for giver, receiver in self.gives.items()
        ]


def fill(draft: Draft) -> None:
    """Add exchanges between those still free: first for people without a link, then for all."""
    case, order = draft.case, neutral(draft.case)
    for person in order:
        if draft.unlinked(person):
            _receive_or_give(draft, person)
    for giver in order:
        if giver not in draft.gives:
            for receiver in case.receivers(giver):
                if receiver not in draft.receives:
                    draft.place(giver, receiver)
                    break


def take_over(draft: Draft) -> None:
    """Let people without a link take one end of an exchange from somebody who keeps a link."""
    case = draft.case
    for person in neutral(case):
        if not draft.unlinked(person):
            continue
        for receiver in case.receivers(person):
            giver = draft.receives.get(receiver)
            if giver is not None and giver in draft.receives:
                draft.remove(giver)
                draft.place(person, receiver)
                break
        else:
            for giver in case.sources(person):
                taker = draft.gives.get(giver)
                if taker is not None and taker in draft.gives:
                    draft.remove(giver)
                    draft.place(giver, person)
                    break


def greedy(case: Case) -> Draft:
    """Take every possible exchange in a neutral order when both are still free; no repair."""
    draft = Draft(case)
    for giver in neutral(case):
        for receiver in case.receivers(giver):
            if receiver not in draft.receives:
                draft.place(giver, receiver)
                break
    return draft


def with_networkx(case: Case) -> Draft:
    """Match givers and receivers (Hopcroft–Karp), then let the unlinked take over.

    A maximum matching leaves nobody free to be filled in, so the plain fill would add nothing.
    """
    import networkx

    graph = networkx.Graph()
    top = [(giver, "gives") for giver in neutral(case)]
    graph.add_nodes_from(top)
    for node in top:
        graph.add_edges_from((node, (taker, "takes")) for taker in case.receivers(node[0]))
    found = networkx.bipartite.hopcroft_karp_matching(graph, top)
    draft = Draft(case)
    for node in top:
        if node in found:
            draft.place(node[0], found[node][0])
    take_over(draft)
    return draft


def with_rustworkx(case: Case) -> Draft:
    """Match as many direct pairs as possible (general maximum matching), then all who are left."""
    import rustworkx

    order = neutral(case)
    takers = {person: case.receivers(person).keys() for person in order}
    mutual = rustworkx.PyGraph(multigraph=False)
    node = {person: mutual.add_node(person) for person in order}
    for one in order:
        for other in takers[one]:
            if one < other and one in takers[other]:
                mutual.add_edge(node[one], node[other], None)
    draft = Draft(case)
    for left, right in sorted(rustworkx.max_weight_matching(mutual, max_cardinality=True)):
        draft.place(mutual[left], mutual[right])
        draft.place(mutual[right], mutual[left])
    rest = rustworkx.PyGraph(multigraph=False)
    gift = {person: rest.add_node(person) for person in order if person not in draft.gives}
    receipt = {person: rest.add_node(person) for person in order if person not in draft.receives}
    for giver, at in gift.items():
        rest.add_edges_from_no_data([(at, receipt[who]) for who in takers[giver] if who in receipt])
    for ends in sorted(rustworkx.max_weight_matching(rest, max_cardinality=True)):
        # Gifts were numbered before receipts.
        draft.place(rest[min(ends)], rest[max(ends)])
    return draft


def with_kep_solver(case: Case) -> Draft:
    """Choose circles of two and three with the most exchanges (its own solver), then fill."""
    from kep_solver.entities import Donor, Instance, Transplant
    from kep_solver.model import TransplantCount
    from kep_solver.programme import Programme

    pool = Instance()
    donors: dict[int, Donor] = {}
    for person in neutral(case):
        donor = donors[person] = Donor(str(person))
        donor.recipient = pool.recipient(str(person))
        donor.recipient.addDonor(donor)
        pool.addDonor(donor)
    for person, donor in donors.items():
        for receiver in case.receivers(person):
            pool.addTransplant(Transplant(donor, pool.recipient(str(receiver)), 1))
    programme = Programme(
        [TransplantCount()], maxCycleLength=3, maxChainLength=0, description="circles up to three",
        full_details=False,
    )  # fmt: skip
    solution, _ = programme.solve_single(pool)
    draft = Draft(case)
    for chosen in solution.selected if solution else ():
        people = [int(vertex.donor.id) for vertex in chosen.exchange.vertices]
        for giver, receiver in zip(people, [*people[1:], people[0]], strict=True):
            draft.place(giver, receiver)
    fill(draft)
    return draft


def _receive_or_give(draft: Draft, person: int) -> None:
    for giver in draft.case.sources(person):
        if giver not in draft.gives:
            draft.place(giver, person)
            return
    for receiver in draft.case.receivers(person):
        if receiver not in draft.receives:
            draft.place(person, receiver)
            return


PEERS: dict[str, Peer] = {
    "greedy": greedy,
    "networkx": with_networkx,
    "rustworkx": with_rustworkx,
    "kep": with_kep_solver,
}
