"""Prints whether PyTorch multiplies matrices by the reference BLAS, which is a few dozen times slower than any other."""

import os

import torch

torch.ones(64, 64) @ torch.ones(64, 64)
try:
    with open("/proc/self/maps", encoding="utf8") as maps:
        loaded = {os.path.realpath(line.split(maxsplit=5)[-1].strip()) for line in maps if "blas" in line}
except FileNotFoundError:  # not Linux, where PyTorch has its own BLAS
    loaded = set()
# In Debian, blas/libblas.so.3.* is the reference BLAS; OpenBLAS and others are in other folders.
print("reference" if any("/blas/libblas.so" in file for file in loaded) else "optimized")
