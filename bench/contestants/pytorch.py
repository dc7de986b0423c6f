"""PyTorch on the CPU in eager mode, as in its tutorials: functional layers, backward, torch.optim.SGD."""

import array
import json
import os
import platform
import sys

import torch
import torch.nn.functional as F

from serve import serve

threads = int(sys.argv[1])
torch.set_num_threads(threads)


def numbers(folder, name, dtype):
    with open(os.path.join(folder, f"{name}.f64"), "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=torch.float64).to(dtype)


class Network:
    def __init__(self, folder):
        with open(os.path.join(folder, "problem.json"), encoding="utf8") as file:
            problem = json.load(file)
        dtype = {"float32": torch.float32, "float64": torch.float64}[problem["precision"]]
        rows = problem["rows"]
        self.layers = problem["layers"]
        self.inputs = numbers(folder, "inputs", dtype).reshape(rows, -1)
        self.targets = numbers(folder, "targets", dtype).reshape(rows, -1)
        self.parameters = []
        values = numbers(folder, "parameters", dtype)
        at = 0
        for layer in self.layers:
            inputs, units = layer["inputs"], layer["units"]
            weights = values[at : at + inputs * units].reshape(units, inputs).clone()
            bias = values[at + inputs * units : at + inputs * units + units].clone()
            at += (inputs + 1) * units
            self.parameters += [weights.requires_grad_(), bias.requires_grad_(layer["biasTrained"])]
        trained = [p for p in self.parameters if p.requires_grad]
        self.optimizer = torch.optim.SGD(trained, lr=problem["learningRate"])
        self.loss = {"crossEntropy": self.cross_entropy, "halfSquaredError": self.half_squared_error}[problem["loss"]]
        self.classes = self.targets.argmax(1)

    def nets(self, parameters):
        """Returns the net inputs of the last layer."""
        x = self.inputs
        for i, layer in enumerate(self.layers):
            x = F.linear(x, parameters[2 * i], parameters[2 * i + 1])
            if i < len(self.layers) - 1:
                x = {"relu": torch.relu, "sigmoid": torch.sigmoid}[layer["activation"]](x)
        return x

    def cross_entropy(self, *parameters):
        return F.cross_entropy(self.nets(parameters), self.classes)

    def half_squared_error(self, *parameters):
        outputs = torch.sigmoid(self.nets(parameters))
        return F.mse_loss(outputs, self.targets, reduction="sum") / (2 * len(self.inputs))

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        self.loss(*self.parameters).backward()
        self.optimizer.step()


def gradients(folder):
    network = Network(folder)
    network.loss(*network.parameters).backward()
    written = array.array("d")
    for parameter in network.parameters:
        gradient = parameter.grad if parameter.requires_grad else torch.zeros_like(parameter)
        written.extend(gradient.double().flatten().tolist())
    return written


def start(folder):
    network = Network(folder)

    def run(count):
        for _ in range(count):
            network.step()

    return run, lambda: network.loss(*network.parameters).item()


def checker(folder):
    """Returns a check of every parameter against central differences. gradcheck raises where one is wrong."""
    network = Network(folder)

    def check():
        torch.autograd.gradcheck(network.loss, tuple(network.parameters))
        return sum(p.numel() for p in network.parameters)

    return check


serve(
    version=f"{torch.__version__}, Python {platform.python_version()}",
    threads=threads,
    gradients=gradients,
    start=start,
    checker=checker,
)
