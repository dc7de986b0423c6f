"""Compares the gradients of your own code with those of Backprop Lab. One file, which needs NumPy alone.

    import backprop_lab

    problem = backprop_lab.read("xor.backprop.json")
    # ... compute dW and db of each layer from problem.layers, problem.inputs and problem.targets ...
    backprop_lab.write("xor.backprop.json", [(dW1, db1), (dW2, db2)])

or, with PyTorch, after loss.backward():

    backprop_lab.write("xor.backprop.json", model)

The gradients go to the file that the config names in "gradientCheck": { "compare": "my-gradients.npz" }. Then check the
gradients in the editor, or with: backprop check xor.backprop.json
"""

import csv
import json
import math
import re
from pathlib import Path
from typing import NamedTuple, Optional

import numpy as np

__all__ = ["Layer", "Problem", "read", "write"]


class Layer(NamedTuple):
    """A fully connected layer: its weights [units, inputs], its bias [units] (or [1] if shared, or None), its activation."""

    weights: np.ndarray
    bias: Optional[np.ndarray]
    activation: str


class Problem(NamedTuple):
    """A network with its initial parameters, and the training samples [samples, inputs] and [samples, targets]."""

    layers: list
    loss: object
    inputs: np.ndarray
    targets: np.ndarray


def read(file):
    """Reads the network and the data of a config. Raises ValueError where it cannot draw or read them as Backprop Lab does."""
    config = _config(file)
    data = config["data"]
    if data.get("validationSplit"):
        raise ValueError('"validationSplit" holds samples out at random. Give the validation samples a file of their own.')
    if data.get("derived"):
        raise ValueError('Inputs in "derived" are not computed here. Remove them, or write them into the table.')
    inputs, targets = _inline(data) if "inputs" in data else _table(data, Path(file).parent, config["layers"][-1])
    inputs = _normalized(inputs, data.get("normalize", "none"))
    targets = _normalized(targets, data.get("normalizeTargets", "none"))
    if isinstance(config.get("weights"), str):
        raise ValueError('Weights in a file of their own are not read here. Load them with safetensors.numpy.load_file.')
    return Problem(_layers(config, inputs.shape[1]), config["loss"], inputs, targets)


def write(file, gradients):
    """Writes gradients to the file that the config compares with, and returns its path.

    `gradients` is a PyTorch module after backward(), or a list with a pair for each layer: the gradient of its weights
    [units, inputs] and that of its bias, or None.
    """
    config = _config(file)
    compare = config.get("gradientCheck", {}).get("compare")
    if not isinstance(compare, str):
        raise ValueError('The config names no file to compare with. Add "gradientCheck": { "compare": "my-gradients.npz" }.')
    pairs = _of_module(gradients) if hasattr(gradients, "parameters") else list(gradients)
    layers = [tuple(None if each is None else np.asarray(each, dtype=float) for each in pair) for pair in pairs]
    if len(layers) != len(config["layers"]):
        raise ValueError(f'The config has {len(config["layers"])} layers, but these are gradients of {len(layers)}.')
    path = Path(file).parent / compare
    if path.suffix == ".npz":
        names = ("weights", "bias")
        arrays = {f"layer{i + 1}.{name}": value for i, pair in enumerate(layers) for name, value in zip(names, pair)}
        np.savez(path, **{name: value for name, value in arrays.items() if value is not None})
    else:
        records = [{"weights": _list(weights), "bias": _list(bias)} for weights, bias in layers]
        records = [{key: value for key, value in record.items() if value is not None} for record in records]
        path.write_text(json.dumps({"layers": records}, indent=2) + "\n", encoding="utf-8")
    return path


def _list(values):
    return None if values is None else values.tolist()


def _of_module(module):
    """Returns the pairs of a PyTorch module's linear layers. A parameter that is not trained has no gradient."""
    pairs = []
    for parameter in module.parameters():
        gradient = None if parameter.grad is None else parameter.grad.detach().cpu().numpy()
        if parameter.ndim == 2:
            pairs.append([gradient, None])
        elif parameter.ndim == 1 and pairs:
            pairs[-1][1] = gradient
        else:
            raise ValueError(f"A parameter of the shape {tuple(parameter.shape)} is not of a linear layer.")
    if all(gradient is None for pair in pairs for gradient in pair):
        raise ValueError("The module has no gradients. Call loss.backward() first.")
    return pairs


def _config(file):
    """Reads JSON with comments and trailing commas."""
    text = Path(file).read_text(encoding="utf-8-sig")
    parts = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
    plain = parts.sub(lambda match: match[0] if match[0].startswith('"') else " ", text)
    strings = re.compile(r'"(?:\\.|[^"\\])*"|,(?=\s*[}\]])')
    return json.loads(strings.sub(lambda match: "" if match[0] == "," else match[0], plain))


def _inline(data):
    return np.array(data["inputs"], dtype=float), np.array(data["targets"], dtype=float)


def _table(data, folder, last):
    """Reads a table of numbers with one header line; a target with texts becomes classes in alphabetical order."""
    if not str(data.get("file", "")).endswith(".csv"):
        raise ValueError('Only data in "inputs" and "targets", or in a .csv file, are read here.')
    with open(folder / data["file"], newline="", encoding="utf-8-sig") as text:
        rows = [row for row in csv.DictReader(text)]
    targets = data["target"] if isinstance(data["target"], list) else [data["target"]]
    features = data.get("features") or [name for name in rows[0] if name not in targets]
    try:
        inputs = np.array([[float(row[name]) for name in features] for row in rows])
    except ValueError as error:
        raise ValueError(f"The inputs have to be numbers without gaps: {error}") from None
    cells = [[row[name].strip() for name in targets] for row in rows]
    try:
        numbers = np.array(cells, dtype=float)
    except ValueError:
        numbers = None
    if numbers is not None and last.get("activation") not in ("softmax", "sigmoid", "step"):
        return inputs, numbers
    if numbers is not None and len(targets) > 1:
        return inputs, numbers
    names = sorted({cell for (cell,) in cells}, key=float if numbers is not None else None)
    index = np.array([names.index(cell) for (cell,) in cells])
    one_column = len(names) == 2 and last.get("activation") != "softmax" and last.get("units", 1) == 1
    return inputs, index[:, None].astype(float) if one_column else np.eye(len(names))[index]


def _normalized(values, kind):
    if kind == "none":
        return values
    if kind == "standardize":
        shift, scale = values.mean(axis=0), values.std(axis=0)
    else:
        shift = values.min(axis=0)
        scale = values.max(axis=0) - shift
    return (values - shift) / np.where(scale > 1e-12 * np.abs(shift), scale, 1)


RECTIFIERS = ("relu", "leakyRelu", "elu", "selu", "gelu", "silu", "mish", "softplus")


def _layers(config, inputs):
    """Returns the layers with the weights of the config, or with those that Backprop Lab draws from the seed."""
    layers = []
    seed = config.get("training", {}).get("seed", 0)
    for index, layer in enumerate(config["layers"]):
        activation = layer.get("activation", "identity")
        weights = layer.get("weights")
        if isinstance(weights, dict):
            weights = weights["value"]
        if weights is None:
            init = layer.get("init") or ("heNormal" if activation in RECTIFIERS else "xavierUniform")
            weights = _drawn(init, layer["units"], inputs, _Random(seed, 0, index))
        weights = np.array(weights, dtype=float)
        layers.append(Layer(weights, _bias(layer.get("bias"), len(weights)), activation))
        inputs = len(weights)
    return layers


def _bias(bias, units):
    if bias is False:
        return None
    shared = isinstance(bias, dict) and bias.get("shared", False)
    value = bias.get("value", 0) if isinstance(bias, dict) else bias
    value = 0 if value is None or value is True else value
    return np.resize(np.array(value, dtype=float), 1 if shared else units)


def _drawn(init, units, inputs, random):
    kind = init if isinstance(init, str) else init["type"]
    spread = {"xavier": 2 / (inputs + units), "he": 2 / inputs, "lecun": 1 / inputs}
    if kind == "zeros":
        draw = lambda: 0.0
    elif kind == "uniform":
        draw = lambda: init["min"] + (init["max"] - init["min"]) * random.uniform()
    elif kind == "normal":
        draw = lambda: init["mean"] + init["std"] * random.normal()
    else:
        std = math.sqrt(spread[re.sub("(Uniform|Normal)$", "", kind)])
        is_uniform = kind.endswith("Uniform")
        draw = (lambda: std * math.sqrt(3) * (2 * random.uniform() - 1)) if is_uniform else lambda: std * random.normal()
    return [[draw() for _ in range(inputs)] for _ in range(units)]


class _Random:
    """The random numbers of Backprop Lab: sfc32, whose state is mixed from the seed, the purpose and counters."""

    MASK = 0xFFFFFFFF

    def __init__(self, *words):
        seed, *counters = words
        self.state = [0x9E3779B9, 0x243F6A88, 0xB7E15162]
        for word in (seed & self.MASK, seed >> 32 & self.MASK, *counters):
            a, b, c = self.state
            a = self._mix(a ^ word)
            b = self._mix(b + a)
            self.state = [a, b, self._mix(c ^ b)]
        self.counter = 1
        self.spare = None
        for _ in range(12):
            self.word()

    def _mix(self, word):
        word &= self.MASK
        word = ((word ^ word >> 16) * 0x85EBCA6B) & self.MASK
        word = ((word ^ word >> 13) * 0xC2B2AE35) & self.MASK
        return word ^ word >> 16

    def word(self):
        a, b, c = self.state
        word = (a + b + self.counter) & self.MASK
        self.counter = self.counter + 1 & self.MASK
        self.state = [b ^ b >> 9, c + (c << 3) & self.MASK, (c << 21 | c >> 11) + word & self.MASK]
        return word

    def uniform(self):
        return ((self.word() >> 5) * 2**26 + (self.word() >> 6)) / 2**53

    def normal(self):
        """Returns a normal number (Box and Muller), of each pair one after the other."""
        if self.spare is not None:
            spare, self.spare = self.spare, None
            return spare
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        angle = 2 * math.pi * self.uniform()
        self.spare = radius * math.sin(angle)
        return radius * math.cos(angle)
