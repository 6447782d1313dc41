"""Runs one service of Myriad as its own file would, without what must not run in a cluster.

    python /app/launch.py src/myriad/services/graphdb_manager/app.py       a file
    python /app/launch.py myriad.services.processing.output_processor.app  a module, where imports are relative

Six of the seven services pass debug=True to Flask, which serves Werkzeug's console: whoever reaches the port runs code.
They cannot simply be handed to another server: the Hebbian decay of the GraphDB manager starts under __main__ only.
"""

import os
import runpy
import sys

import flask

run_as_written = flask.Flask.run


def run(self, host=None, port=None, **options):
    """One process, no reloader, no console; a slow request does not hold up a probe."""
    options.update(debug=False, use_reloader=False, use_debugger=False, threaded=True)
    return run_as_written(self, host=host, port=port, **options)


flask.Flask.run = run

what = sys.argv[1]
sys.argv = sys.argv[1:]
if what.endswith(".py"):
    # Its neighbours are imported by bare name.
    sys.path.insert(0, os.path.dirname(os.path.abspath(what)))
    runpy.run_path(what, run_name="__main__")
else:
    runpy.run_module(what, run_name="__main__", alter_sys=True)
