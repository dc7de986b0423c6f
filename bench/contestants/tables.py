"""CSV loading by the library that is named: numpy or pandas."""

import importlib
import platform
import sys

from serve import serve

name = sys.argv[1]
library = importlib.import_module(name)


def load_csv(file):
    if name == "pandas":
        return float(library.read_csv(file).to_numpy().sum())
    return float(library.loadtxt(file, delimiter=",", skiprows=1).sum())


serve(version=f"{library.__version__}, Python {platform.python_version()}", load_csv=load_csv)
