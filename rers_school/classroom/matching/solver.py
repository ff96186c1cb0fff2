"""The one door to HiGHS: whole-number programs, solved goal after goal.

Imported only where an exact answer is wanted: the first plan of a class does without it.
*Source*: HiGHS, https://highs.dev; figures on what the options do in `docs/matching.md`.
"""

from __future__ import annotations

from collections.abc import Mapping

import highspy
import numpy as np

Terms = Mapping[int, float]
Values = np.ndarray[tuple[int], np.dtype[np.float64]]


class _Quiet(highspy.Highs):
    """HiGHS without its greeting on standard output, and without calls back into Python."""

    def enableCallbacks(self) -> None:  # the library's name
        self.silent()


class Program:
    """Variables between 0 and their bound, and rows that bind them; built once, then maximised."""

    def __init__(self) -> None:
        self._uppers: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[tuple[float, Terms, float]] = []

    def variable(self, most: int = 1, *, whole: bool = True) -> int:
        """Return the number of a new variable."""
        self._uppers.append(most)
        self._whole.append(whole)
        return len(self._uppers) - 1

    def row(self, terms: Terms, *, least: float = -highspy.kHighsInf, most: float) -> None:
        """Bind a weighted sum of variables."""
        self._rows.append((least, terms, most))

    def solver(self, start: Mapping[int, float]) -> Solver:
        """Return a solver that begins at a known solution (what is not named is 0)."""
        known = np.zeros(len(self._uppers))
        known[list(start)] = list(start.values())
        return Solver(self._model(), known)

    def _model(self) -> highspy.Highs:
        highs = _Quiet()  # type: ignore[no-untyped-call]  # the constructor of the library
        # One thread, one seed, no gap left open (goals are whole numbers): always one answer.
        for name, value in (
            ("threads", 1),
            # Programs of a class are so small that preparing them takes longer than it saves.
            ("presolve", "off"),
            ("parallel", "off"),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.99),
        ):
            highs.setOptionValue(name, value)
        model = highspy.HighsLp()
        model.sense_ = highspy.ObjSense.kMaximize
        model.num_col_, model.num_row_ = len(self._uppers), len(self._rows)
        model.col_cost_ = np.zeros(len(self._uppers))
        model.col_lower_ = np.zeros(len(self._uppers))
        model.col_upper_ = np.array(self._uppers, dtype=np.float64)
        whole = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [whole[on] for on in self._whole]
        model.row_lower_ = np.array([least for least, _, _ in self._rows], dtype=np.float64)
        model.row_upper_ = np.array([most for _, _, most in self._rows], dtype=np.float64)
        starts, columns, weights = [0], list[int](), list[float]()
        for _, terms, _ in self._rows:
            columns += terms.keys()
            weights += terms.values()
            starts.append(len(columns))
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.array(starts, dtype=np.int32)
        matrix.index_ = np.array(columns, dtype=np.int32)
        matrix.value_ = np.array(weights, dtype=np.float64)
        highs.passModel(model)
        return highs


class Solver:
    """A program being solved, one goal after the other; each goal reached binds the next ones."""

    def __init__(self, highs: highspy.Highs, known: Values) -> None:
        self._highs = highs
        self._known = known
        #: nothing better was left unseen, for any goal so far
        self.proven = True

    def maximise(self, goal: Terms, nodes: int) -> int:
        """Return the most that this goal reaches, whole weights on whole variables.

        `nodes` says how many branches may be looked at: the solver counts, no clock decides.
        """
        size = len(self._known)
        columns = np.arange(size, dtype=np.int32)
        cost = np.zeros(size)
        cost[list(goal)] = list(goal.values())
        self._highs.changeColsCost(size, columns, cost)
        self._highs.setOptionValue("mip_max_nodes", nodes)
        self._highs.setSolution(size, columns, self._known)
        self._highs.run()
        found = np.array(self._highs.getSolution().col_value)
        reached = self._highs.getInfo().primal_solution_status
        if len(found) == size and reached == highspy.SolutionStatus.kSolutionStatusFeasible:
            self._known = np.round(found)
        status = self._highs.getModelStatus()
        self.proven = self.proven and status == highspy.HighsModelStatus.kOptimal
        value = round(float(self._known @ cost))
        members = np.array(sorted(goal), dtype=np.int32)
        weights = np.array([goal[int(k)] for k in members], dtype=np.float64)
        self._highs.addRow(value, highspy.kHighsInf, len(members), members, weights)
        return value

    def value(self, variable: int) -> int:
        """Return what this variable is in the best solution so far."""
        return int(self._known[variable])
