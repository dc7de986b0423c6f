"""Backpropagation through two layers, written in NumPy, with a mistake to find.

Backprop Lab runs it with the network and its data on standard input, and reads the gradients from standard output.
"""

import json
import sys

import numpy as np

network = json.load(sys.stdin)
W1, b1 = (np.array(network["layers"][0][key]) for key in ("weights", "bias"))
W2, b2 = (np.array(network["layers"][1][key]) for key in ("weights", "bias"))
x, t = np.array(network["inputs"]), np.array(network["targets"])
samples = len(x)

# Forward: the rows are samples, and the columns are units.
z1 = x @ W1.T + b1
a1 = np.tanh(z1)
z2 = a1 @ W2.T + b2
y = 1 / (1 + np.exp(-z2))

# Backward: the loss is the mean of (y - t)² / 2.
delta2 = (y - t) * y * (1 - y) / samples
dW2 = delta2.T @ a1
db2 = delta2.sum(axis=0)

delta1 = (delta2 @ W2) * (1 - z1**2)
dW1 = delta1.T @ x
db1 = delta1.sum(axis=0)

gradients = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
json.dump({name: values.tolist() for name, values in gradients.items()}, sys.stdout)
