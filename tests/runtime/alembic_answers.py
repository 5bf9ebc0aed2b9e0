# What Alembic makes of revisions and spellings: reads questions, writes an answer to each.
#
#   graph                                    a new one
#   revision ID PARENTS DEPENDS_ON LABEL     lists with commas, "-" for none
#   ask ACTION HEADS SPELLING                resolve, upgrade, downgrade or stamp of a database that has these heads
#
# An answer is `ok ID,ID`, or `error` and Alembic's message.
import os
import sys
import tempfile
from types import SimpleNamespace

try:
    import sqlalchemy
    from alembic.runtime.migration import HeadMaintainer
    from alembic.script import ScriptDirectory
except ImportError as error:
    sys.exit(f"no alembic: {error}")


def listed(text):
    return () if text == "-" else tuple(text.split(","))


class Graph:
    def __init__(self, directory):
        self.directory = directory
        self.script = None
        os.makedirs(os.path.join(directory, "versions"))

    def add(self, identifier, parents, depends_on, label):
        assert self.script is None
        with open(os.path.join(self.directory, "versions", identifier + ".py"), "w") as file:
            file.write(f"revision = {identifier!r}\n"
                       f"down_revision = {parents or None!r}\n"
                       f"depends_on = {depends_on or None!r}\n"
                       f"branch_labels = {(label,) if label != '-' else None!r}\n"
                       "def upgrade():\n    pass\n"
                       "def downgrade():\n    pass\n")

    def ask(self, action, heads, spelling):
        self.script = self.script or ScriptDirectory(self.directory)
        if action == "resolve":
            return [revision.revision for revision in self.script.get_revisions(spelling)]
        if action == "upgrade":
            return [step.revision.revision for step in self.script._upgrade_revs(spelling, heads)]
        if action == "downgrade":
            return [step.revision.revision for step in self.script._downgrade_revs(spelling, heads)]
        maintainer = HeadMaintainer(version_table(), heads)
        for step in self.script._stamp_revs(spelling, heads):
            maintainer.update_to_step(step)
        return sorted(maintainer.heads)


def version_table():
    """Stands for a database, of which a stamp only counts the rows that it changed."""
    table = sqlalchemy.Table("alembic_version", sqlalchemy.MetaData(), sqlalchemy.Column("version_num"))
    return SimpleNamespace(impl=SimpleNamespace(_exec=lambda *_: SimpleNamespace(rowcount=1)), _version=table,
                           as_sql=False, dialect=SimpleNamespace(supports_sane_rowcount=True))


def answer(graph, action, heads, spelling):
    try:
        return "ok " + ",".join(graph.ask(action, listed(heads), spelling))
    except Exception as error:
        return "error " + type(error).__name__ + ": " + " ".join(str(error).split())


def main():
    graph = None
    with tempfile.TemporaryDirectory() as directory:
        for number, line in enumerate(sys.stdin):
            words = line.split()
            if words[0] == "graph":
                graph = Graph(os.path.join(directory, str(number)))
            elif words[0] == "revision":
                graph.add(words[1], listed(words[2]), listed(words[3]), words[4])
            else:
                print(answer(graph, *words[1:]))


sys.dont_write_bytecode = True
main()
