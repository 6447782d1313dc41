"""Constraints, indexes and regions for Neo4j Community: upstream's own script, without what only Enterprise Edition has.

    NEO4J_URI=... NEO4J_USER=... NEO4J_PASSWORD=... python /app/load_schema.py

Four statements of scripts/init_schema.cypher ask that a property exists. Community refuses them, and the script then ends with status 1,
although everything else is in place. Each statement says IF NOT EXISTS or MERGE: a second run does no harm.
"""

import pathlib
import re
import runpy
import shutil
import sys
import tempfile

ENTERPRISE = re.compile(r"CREATE\s+CONSTRAINT\b.*\bIS\s+NOT\s+NULL", re.IGNORECASE | re.DOTALL)

scripts = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/app/scripts")
with tempfile.TemporaryDirectory() as folder:
    # The script reads the file that lies beside it.
    work = pathlib.Path(folder)
    shutil.copy(scripts / "initialize_graph_schema.py", work)
    statements = (scripts / "init_schema.cypher").read_text(encoding="utf-8").split(";")
    kept = [statement for statement in statements if not ENTERPRISE.search(statement)]
    print(f"{len(statements) - len(kept)} statements left out: Neo4j Community cannot ask that a property exists", flush=True)
    (work / "init_schema.cypher").write_text(";".join(kept), encoding="utf-8")
    sys.path.insert(0, folder)
    runpy.run_path(str(work / "initialize_graph_schema.py"), run_name="__main__")
