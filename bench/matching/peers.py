"""What one would use instead of the engine, each with a plain fill for those still free.

Every peer takes a round and returns exchanges. People are looked at in a neutral order (a hash of
their id), savoirs in the order of their cards.
"""

from collections.abc import Callable

from bench.matching.case import Case
from bench.matching.drafts import Draft, fill, neutral, take_over

Peer = Callable[[Case], Draft]


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
    """Match givers and receivers (Hopcroft–Karp).

    A maximum matching leaves nobody free to be filled in, so the plain fill would add nothing.
    """
    import networkx

    graph = networkx.Graph()
    top, size = neutral(case), len(case)
    graph.add_nodes_from(top)
    for giver in top:
        # Numbers, not texts: these are kept in the same order by every process.
        graph.add_edges_from((giver, size + taker) for taker in case.receivers(giver))
    found = networkx.bipartite.hopcroft_karp_matching(graph, top)
    draft = Draft(case)
    for giver in top:
        if giver in found:
            draft.place(giver, found[giver] - size)
    return draft


def with_networkx_and_repair(case: Case) -> Draft:
    """Match givers and receivers, then let the unlinked take over: a repair written for this."""
    draft = with_networkx(case)
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


#: Read before the time is taken: only planning counts.
LIBRARIES = {
    "networkx": ("networkx", "networkx.algorithms.bipartite"),
    "networkx-repair": ("networkx", "networkx.algorithms.bipartite"),
    "rustworkx": ("rustworkx",),
    "kep": ("kep_solver.entities", "kep_solver.model", "kep_solver.programme"),
}
PEERS: dict[str, Peer] = {
    "greedy": greedy,
    "networkx": with_networkx,
    "networkx-repair": with_networkx_and_repair,
    "rustworkx": with_rustworkx,
    "kep": with_kep_solver,
}
