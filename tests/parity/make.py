"""Makes the fixtures beside this file: what PyTorch says that the core should compute.

The words of documents are translated in `documents.py`. Everything is computed in 64 bits, so that what differs
from it is the core's own rounding. Inputs and parameters are multiples of 1/64, which the core's 32 bits hold
exactly. Each case has random numbers of its own, by its name: a new case leaves the others as they are.

Made with PyTorch 2.15.0 on a CPU.
"""

import json
import math
import zlib
from pathlib import Path
from unittest import mock

import torch
from torch import nn

import documents
from documents import Network, average_pool, conv2d, dense, dropout, max_pool, volume

ELEMENTWISE = [name for name in documents.ACTIVATIONS if name != "softmax"]
# With these every width of a chunk is met, the single example, and more than one chunk.
BATCHES = [1, 2, 3, 5, 16, 33]


def main():
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    write("activations", activations())
    write("softmax", softmax())
    write("losses", losses())
    write("layers", layers())
    write("inits", inits())
    write("schedules", schedules())
    write("problems", problems())
    write("trajectories", trajectories())
    write("two_by_two", two_by_two())


def write(name, cases):
    """Writes cases, one a line."""
    lines = [json.dumps(plain(case), separators=(",", ":")) for case in cases]
    Path(__file__).with_name(f"{name}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


def plain(value):
    """A value as JSON has it. Numbers keep nine digits, which tell all floats of 32 bits apart."""
    match value:
        case torch.Tensor():
            return plain(value.tolist())
        case dict():
            return {key: plain(value) for key, value in value.items()}
        case list() | tuple():
            return [plain(value) for value in value]
        case float() if not math.isfinite(value):
            return str(value)
        case float():
            short = float(f"{value:.9g}")
            return int(short) if short.is_integer() and abs(short) < 1e6 else short
    return value


class Source:
    """Random numbers for one case, multiples of 1/grain."""

    def __init__(self, name, grain=64):
        self.generator = torch.Generator().manual_seed(zlib.crc32(name.encode()))
        self.grain = grain

    def below(self, end, *shape):
        return torch.randint(end, shape, generator=self.generator)

    def numbers(self, reach, *shape):
        """From -reach to reach."""
        steps = int(self.grain * reach)
        return (self.below(2 * steps + 1, *shape) - steps) / self.grain

    def targets(self, loss, examples, units):
        """Targets that a loss makes sense for, `[example, unit]`."""
        match loss:
            case "softmaxCrossEntropy":
                return nn.functional.one_hot(self.below(units, examples), units).double()
            case "binaryCrossEntropy":
                return self.below(2, examples, units).double()
            case "hinge":
                return self.below(2, examples, units) * 2.0 - 1.0
        return self.numbers(1, examples, units)

    def start(self, network, reach=0.75):
        """Gives a network parameters, and returns them as the core has them: in one flat run."""
        flat = self.numbers(reach, sum(parameter.numel() for parameter in network.parameters()))
        nn.utils.vector_to_parameters(flat, network.parameters())
        return flat.clone()


def slope(value, of):
    """The derivatives of a sum of values."""
    return torch.autograd.grad(value.sum(), of, retain_graph=True)


def activations():
    near = torch.arange(-6 * 16, 6 * 16 + 1) / 16.0
    far = torch.tensor([7.5, 10, 20, 30, 80, 88, 89, 100, 1000, 2.0**20, 2.0**100, math.inf])
    z = torch.cat([-far.flip(0), near, far]).requires_grad_()
    for name, function in documents.ACTIVATIONS.items():
        # A softmax of one number is that of two units, of which the other is at 0.
        units = torch.stack([z, torch.zeros_like(z)], dim=1)
        a = function(units)[:, 0]
        yield {"activation": name, "z": z, "a": a, "derivative": slope(a, z)[0]}


def softmax():
    source = Source("softmax")
    layers = [source.numbers(3, units) for units in (1, 2, 3, 5, 10)]
    layers += [torch.tensor(z) for z in ([0.0, 0, 0], [1000.0, 0, -1000], [88.0, 89, 90])]
    for z in layers:
        yield {"z": z, "a": torch.softmax(z, 0)}


LOSSES = {
    "squared": ELEMENTWISE,
    "absolute": ELEMENTWISE,
    "huber": ELEMENTWISE,
    "hinge": ["linear", "tanh"],
    "binaryCrossEntropy": ["sigmoid"],
    "softmaxCrossEntropy": ["softmax"],
}


def losses():
    for loss, outputs in LOSSES.items():
        for output in outputs:
            for units in (2, 3) if output == "softmax" else (1, 3):
                yield loss_case(loss, output, units)


def loss_case(loss, output, units):
    source = Source(f"{loss} {output} {units}")
    z = source.numbers(2, 6, units)
    # One that is very sure, rightly or not.
    z[4] = 40 * z[4].sign()
    targets = source.targets(loss, 6, units)
    if output == "linear":
        # One that is exactly right, where some losses have a kink.
        targets[5] = z[5] = z[5].sign()
    z.requires_grad_()
    values = documents.losses(loss, output, z, targets)
    case = {"loss": loss, "output": output, "z": z, "targets": targets}
    return case | {"losses": values, "dz": slope(values, z)[0]}


# An output and its loss.
CLASSES = dense(3, "softmax"), "softmaxCrossEntropy"
VALUES = dense(2), "squared"


def layers():
    for activation in ELEMENTWISE:
        yield layer_case(f"{activation} inside", volume(3), [dense(5, activation)], *VALUES, [5])
    yield from stacks_of_lists()
    yield from stacks_of_pictures()
    for kind, pool in (("maximum", max_pool), ("mean", average_pool)):
        for size, stride in ((3, 2), (2, 1), (2, 3), (1, 2)):
            name = f"{kind} of {size}, stride {stride}"
            filters = conv2d(2, 2, 1, 0, "tanh")
            yield layer_case(name, volume(1, 6, 7), [filters, pool(size, stride)], *VALUES)
            yield layer_case(f"{name}, of pixels", volume(2, 5, 4), [pool(size, stride)], *VALUES, [5])
    # With few different numbers, many are the greatest of their window.
    many = [conv2d(2, 2), max_pool(3, 2)]
    yield layer_case("maximum among equals", volume(1, 6, 7), many, *VALUES, grain=4)


def stacks_of_lists():
    six_four = [dense(6, "tanh"), dense(4, "tanh")]
    deep = [dense(7, "relu"), dense(5, "sigmoid"), dense(3)]
    rare = [dropout(0.5), dense(5, "tanh"), dropout(0.9)]
    yield layer_case("no hidden layer", volume(2), [], dense(1, "tanh"), "squared")
    yield layer_case("one unit", volume(3), [dense(1, "tanh")], dense(1), "huber")
    yield layer_case("six and four", volume(2), six_four, dense(1, "tanh"), "squared")
    yield layer_case("deep", volume(5), deep, *CLASSES)
    yield layer_case("wide", volume(2), [dense(13, "tanh")], dense(3, "sigmoid"), "binaryCrossEntropy")
    yield layer_case("margins", volume(4), [dense(8, "relu")], dense(1), "hinge")
    yield layer_case("medians", volume(4), [dense(9, "relu")], dense(3), "absolute")
    yield layer_case("layerNorm of a list", volume(5), ["layerNorm", dense(4, "tanh"), "layerNorm"], *VALUES)
    yield layer_case("dropout", volume(4), rare, *VALUES)
    yield layer_case("conv2d of a list", volume(3), [dense(4, "tanh"), conv2d(3, 1), "flatten"], *VALUES)


def stacks_of_pictures():
    picture = volume(2, 7, 6)
    yield layer_case("a picture as a list", picture, [dense(2, "relu")], *VALUES)
    yield layer_case("conv2d", picture, [conv2d(3, 3, 1, 1, "tanh")], *CLASSES)
    for name, size, filters in (
        ("stride 2", picture, [conv2d(2, 3, 2, 0, "relu"), "flatten"]),
        ("stride 3 and padding 2", picture, [conv2d(3, 5, 3, 2, "tanh")]),
        ("padding beyond its kernel", volume(1, 2, 3), [conv2d(2, 2, 2, 4, "sigmoid")]),
        ("one pixel each", picture, [conv2d(3, 1), conv2d(2, 1, 3, 0, "relu")]),
        ("of a row", volume(2, 1, 9), [conv2d(3, 3, 2, 1, "tanh")]),
        ("of a column", volume(1, 9, 1), [conv2d(2, 3, 1, 1, "relu"), conv2d(2, 3, 2, 1)]),
    ):
        yield layer_case(f"conv2d, {name}", size, filters, *VALUES)
    normal = ["layerNorm", conv2d(2, 2, 1, 0, "relu"), "layerNorm"]
    yield layer_case("layerNorm of a picture", volume(2, 3, 4), normal, *CLASSES)
    whole = [conv2d(3, 3, 1, 1, "relu"), max_pool(2, 2), "layerNorm", conv2d(4, 2, 1, 1)]
    whole += [average_pool(2, 1), "flatten", dense(5, "tanh")]
    yield layer_case("all together", volume(2, 6, 8), whole, *CLASSES)
    # So much work that the core takes fewer examples at once.
    heavy = [conv2d(4, 1, 1, 5), conv2d(8, 1, 1, 5, "tanh"), conv2d(8, 3, 1, 1, "tanh"), average_pool(11, 4)]
    yield layer_case("heavy", volume(1, 8, 8), heavy, dense(1), "squared", [33])


def layer_case(name, volume, hidden, output, loss, batches=BATCHES, grain=64):
    source = Source(name, grain)
    network = Network(volume, hidden, output, loss)
    case = {"name": name, "input": volume, "hidden": hidden, "output": output, "loss": loss}
    case["parameters"] = source.start(network)
    count = max(batches)
    case["inputs"] = inputs = source.numbers(2, count, math.prod(volume.values()))
    case["targets"] = targets = source.targets(loss, count, output["dense"]["units"])
    case["outputs"] = network.outputs(inputs)
    case["batches"] = [batch(network, inputs[:count], targets[:count]) for count in batches]
    return case


def batch(network, inputs, targets):
    loss = network.mean_loss(inputs, targets)
    gradient = torch.cat([part.flatten() for part in slope(loss, list(network.parameters()))])
    return {"examples": len(inputs), "loss": loss, "gradient": gradient}


SCHEMES = [
    *("xavierUniform", "xavierNormal", "heUniform", "heNormal", "lecunUniform", "lecunNormal", "orthogonal"),
    *({"uniform": {"reach": 0.5}}, {"normal": {"deviation": 0.5}}, {"constant": {"value": 0.1}}, "zeros"),
]


def inits():
    """How PyTorch would draw the weights of some layers: what it asks its generator for."""
    for scheme in SCHEMES:
        yield {"scheme": scheme, "dense": spread(scheme, 200, 300), "conv2d": spread(scheme, 32, 16, 5, 5)}


def spread(scheme, *shape):
    weight = torch.empty(shape)
    if scheme == "orthogonal":
        # No number of one is known beforehand, but their mean square is.
        return {"mean": 0.0, "deviation": documents.scheme(scheme)(weight).square().mean().sqrt()}
    uniform, normal = (mock.patch.object(torch.Tensor, name) for name in ("uniform_", "normal_"))
    with uniform as uniform, normal as normal:
        documents.scheme(scheme)(weight)
    if uniform.called:
        low, high = uniform.call_args.args[:2]
        return {"mean": (low + high) / 2, "deviation": (high - low) / math.sqrt(12), "reach": high}
    if normal.called:
        mean, deviation = normal.call_args.args[:2]
        return {"mean": mean, "deviation": deviation}
    return {"mean": weight[0].flatten()[0], "deviation": 0.0}


OPTIMIZERS = [
    {"sgd": {"rate": 0.125}},
    {"momentum": {"rate": 0.03125, "momentum": 0.75}},
    {"nesterov": {"rate": 0.03125, "momentum": 0.75}},
    {"adaGrad": {"rate": 0.0625, "epsilon": 0.015625}},
    {"rmsProp": {"rate": 0.0078125, "decay": 0.875, "epsilon": 0.015625}},
    {"adam": {"rate": 0.015625, "beta1": 0.75, "beta2": 0.9375, "epsilon": 0.015625}},
    {"adamW": {"rate": 0.015625, "beta1": 0.75, "beta2": 0.9375, "epsilon": 0.015625, "decay": 0.25}},
]
FALLING = {"cosine": {"steps": 40, "floor": 0.125}}
SCHEDULES = [
    {"constant": {}},
    {"step": {"every": 11, "factor": 0.5}},
    {"exponential": {"halfLife": 20}},
    FALLING,
    {"warmRestarts": {"period": 7, "growth": 2, "floor": 0.125}},
]
WARM_UPS = [0, 7]
REGULARIZATIONS = [
    {"l1": 0.03125},
    {"l2": 0.125},
    {"decay": 0.25},
    {"l1": 0.015625, "l2": 0.0625, "decay": 0.125},
]
STEPS = 60


def scheduled():
    for schedule in SCHEDULES:
        (kind, numbers), = schedule.items()
        for warm_up in WARM_UPS:
            yield {kind: numbers | {"warmUp": warm_up}}


def schedules():
    for document in scheduled():
        optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], 1.0)
        schedule = documents.schedule(document, optimizer)
        factors = []
        for _ in range(2 * STEPS):
            factors.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        yield {"schedule": document, "factors": factors}


def problems():
    """What the trajectories learn: a few examples each, four to a step, in turns."""
    yield problem("mlp", volume(2), [dense(5, "tanh"), "layerNorm", dense(3, "tanh")], dense(1), "squared")
    yield problem("cnn", volume(1, 5, 6), [conv2d(2, 3, 1, 1, "tanh"), max_pool(2, 2)], *CLASSES)


def problem(name, volume, hidden, output, loss):
    case = layer_case(name, volume, hidden, output, loss, [12])
    del case["outputs"], case["batches"]
    return case


def trajectories():
    for problem in problems():
        for optimizer in OPTIMIZERS:
            for schedule in scheduled():
                yield trajectory(problem, optimizer, schedule, {})
            for regularization in REGULARIZATIONS:
                yield trajectory(problem, optimizer, FALLING, regularization)


def trajectory(problem, optimizer, schedule, regularization):
    network = Network(*(problem[name] for name in ("input", "hidden", "output", "loss")))
    nn.utils.vector_to_parameters(problem["parameters"].clone(), network.parameters())
    descent = documents.optimizer(optimizer, network, regularization.get("decay", 0.0))
    rates = documents.schedule(schedule, descent)
    losses = []
    for step in range(STEPS):
        which = torch.arange(4 * step, 4 * step + 4) % len(problem["inputs"])
        losses.append(network.mean_loss(problem["inputs"][which], problem["targets"][which]))
        descent.zero_grad()
        (losses[-1] + documents.penalty(network, regularization)).backward()
        if "adamW" not in optimizer:
            rate = descent.param_groups[0]["lr"]
            documents.decay(network, rate * regularization.get("decay", 0.0))
        descent.step()
        rates.step()
    settings = {"loss": problem["loss"], "optimizer": optimizer, "schedule": schedule}
    case = {"problem": problem["name"], "settings": settings | {"regularization": regularization}}
    last = nn.utils.parameters_to_vector(network.parameters())
    return case | {"losses": losses[9::10], "parameters": last}


def two_by_two():
    """The smallest network with everything in it, the preset "2-2-2-2", with every number of both passes of some of
    its training points: their numbers, where they lie, and their classes."""
    hidden, output, loss = [dense(2, "tanh"), dense(2, "tanh")], "softmax", "softmaxCrossEntropy"
    network = Network(volume(2), hidden, dense(2, output), loss)
    experiment = {
        "data": {"shape": "xor", "size": 500},
        "hidden": hidden,
        "output": {"activation": output},
        "loss": loss,
        "optimizer": {"adam": {"rate": 0.01}},
        "seed": 1,
    }
    parameters = Source("two by two").start(network)
    points = [(0, [-4.10992289, -2.73926544], 1), (2, [-1.01401544, -1.95329690], 1), (3, [1.70446754, -1.84009802], 0)]
    traces = []
    for sample, point, target in points:
        targets = nn.functional.one_hot(torch.tensor(target), 2).double()
        x = torch.tensor(point, dtype=torch.float32).double()
        traces.append({"sample": sample} | trace(network, x, targets))
    yield {"experiment": experiment, "parameters": parameters, "traces": traces}


def trace(network, inputs, targets):
    layers, a = [], inputs
    for layer, activation in zip(network.layers, ["tanh", "tanh", "softmax"]):
        linear = layer[1]
        z = linear(a)
        a = documents.ACTIVATIONS[activation](z.unsqueeze(0)).squeeze(0)
        layers.append([z, a, linear])
    loss = -(targets * a.log()).sum()
    table = []
    for z, a, linear in layers:
        da, dz, dw, db = slope(loss, [a, z, linear.weight, linear.bias])
        table.append({"z": z, "a": a, "da": da, "dz": dz, "dw": dw.flatten(), "db": db})
    return {"inputs": inputs, "targets": targets, "layers": table, "predictions": a, "loss": loss}


if __name__ == "__main__":
    main()
