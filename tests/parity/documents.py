"""What each word of a document is in PyTorch."""

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn import init
from torch.optim import lr_scheduler

ACTIVATIONS = {
    "linear": lambda z: z,
    "relu": F.relu,
    "leakyRelu": lambda z: F.leaky_relu(z, 0.01),
    "elu": F.elu,
    "gelu": F.gelu,
    "silu": F.silu,
    "softplus": F.softplus,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "hardTanh": F.hardtanh,
    "sine": torch.sin,
    "gcu": lambda z: z * torch.cos(z),
    "gaussian": lambda z: torch.exp(-z * z),
    "softmax": lambda z: torch.softmax(z, dim=1),
}


class Activation(nn.Module):
    """An activation as a layer."""

    def __init__(self, name):
        super().__init__()
        self.function = ACTIVATIONS[name]

    def forward(self, z):
        return self.function(z)


def volume(channels, height=1, width=1):
    return {"channels": channels, "height": height, "width": width}


def dense(units, activation="linear"):
    return {"dense": {"units": units, "activation": activation}}


def conv2d(filters, kernel, stride=1, padding=0, activation="linear"):
    sizes = {"filters": filters, "kernel": kernel, "stride": stride, "padding": padding}
    return {"conv2d": sizes | {"activation": activation}}


def max_pool(size, stride):
    return {"maxPool": {"size": size, "stride": stride}}


def average_pool(size, stride):
    return {"averagePool": {"size": size, "stride": stride}}


def dropout(rate):
    return {"dropout": {"rate": rate}}


def module(layer, channels, height, width):
    """A layer of a document, for inputs `[example, channels, height, width]`."""
    kind, said = next(iter(layer.items())) if isinstance(layer, dict) else (layer, {})
    activation = Activation(said.get("activation", "linear"))
    match kind:
        case "dense":
            units = said["units"]
            sums = nn.Linear(channels * height * width, units)
            return nn.Sequential(nn.Flatten(), sums, nn.Unflatten(1, (units, 1, 1)), activation)
        case "conv2d":
            sizes = (said["kernel"], said["stride"], said["padding"])
            return nn.Sequential(nn.Conv2d(channels, said["filters"], *sizes), activation)
        case "maxPool":
            return nn.MaxPool2d(said["size"], said["stride"])
        case "averagePool":
            return nn.AvgPool2d(said["size"], said["stride"])
        case "flatten":
            return nn.Sequential(nn.Flatten(), nn.Unflatten(1, (channels * height * width, 1, 1)))
        case "layerNorm":
            return nn.LayerNorm((channels, height, width), eps=1e-5)
        case "dropout":
            return nn.Dropout(said["rate"])


class Network(nn.Module):
    """The layers of a document. Its parameters are in the order of the core's `Shape`."""

    def __init__(self, volume, layers, output, loss):
        super().__init__()
        self.activation, self.loss = output["dense"]["activation"], loss
        self.volume = tuple(volume.values())
        self.layers = nn.Sequential()
        values = torch.zeros(1, *self.volume)
        for layer in [*layers, dense(output["dense"]["units"])]:
            self.layers.append(module(layer, *values.shape[1:]))
            values = self.layers[-1](values)
        self.eval()

    def sums(self, inputs):
        """z of the output, `[example, unit]`, of inputs `[example, input]`."""
        return self.layers(inputs.unflatten(1, self.volume)).flatten(1)

    def outputs(self, inputs):
        return ACTIVATIONS[self.activation](self.sums(inputs))

    def mean_loss(self, inputs, targets):
        return losses(self.loss, self.activation, self.sums(inputs), targets).mean()

    def weights(self):
        """Those of connections, which are kept small: not the gains of a layer norm."""
        return [part.weight for part in self.modules() if isinstance(part, (nn.Linear, nn.Conv2d))]

    def others(self):
        weights = {id(weight) for weight in self.weights()}
        return [parameter for parameter in self.parameters() if id(parameter) not in weights]


def losses(loss, activation, z, t):
    """The loss of each example, `[example]`, for sums and targets `[example, unit]`."""
    a = ACTIVATIONS[activation](z)
    match loss:
        case "squared":
            return 0.5 * F.mse_loss(a, t, reduction="none").mean(1)
        case "absolute":
            return F.l1_loss(a, t, reduction="none").mean(1)
        case "huber":
            return F.huber_loss(a, t, reduction="none").mean(1)
        case "hinge":
            return F.relu(1 - t * a).mean(1)
        case "binaryCrossEntropy":
            return F.binary_cross_entropy_with_logits(z, t, reduction="none").mean(1)
        case "softmaxCrossEntropy":
            return F.cross_entropy(z, t, reduction="none")


def scheme(document):
    """How a document's rule fills a tensor of weights."""
    match document:
        case "zeros":
            return init.zeros_
        case "orthogonal":
            return init.orthogonal_
        case "xavierUniform":
            return init.xavier_uniform_
        case "xavierNormal":
            return init.xavier_normal_
        case "heUniform":
            return lambda weight: init.kaiming_uniform_(weight, nonlinearity="relu")
        case "heNormal":
            return lambda weight: init.kaiming_normal_(weight, nonlinearity="relu")
        case "lecunUniform":
            return lambda weight: init.kaiming_uniform_(weight, nonlinearity="linear")
        case "lecunNormal":
            return lambda weight: init.kaiming_normal_(weight, nonlinearity="linear")
        case {"uniform": {"reach": reach}}:
            return lambda weight: init.uniform_(weight, -reach, reach)
        case {"normal": {"deviation": deviation}}:
            return lambda weight: init.normal_(weight, 0.0, deviation)
        case {"constant": {"value": value}}:
            return lambda weight: init.constant_(weight, value)


def optimizer(document, network, decay=0.0):
    """A document's optimizer. AdamW alone takes the decay of weights upon itself."""
    (kind, said), = document.items()
    weights, others, rate = network.weights(), network.others(), said["rate"]
    match kind:
        case "sgd":
            return torch.optim.SGD(weights + others, rate)
        case "momentum" | "nesterov":
            ahead = kind == "nesterov"
            return torch.optim.SGD(weights + others, rate, said["momentum"], nesterov=ahead)
        case "adaGrad":
            return torch.optim.Adagrad(weights + others, rate, eps=said["epsilon"])
        case "rmsProp":
            return torch.optim.RMSprop(weights + others, rate, said["decay"], said["epsilon"])
        case "adam":
            betas = (said["beta1"], said["beta2"])
            return torch.optim.Adam(weights + others, rate, betas, said["epsilon"])
        case "adamW":
            betas = (said["beta1"], said["beta2"])
            heavy = {"params": weights, "weight_decay": said["decay"] + decay}
            light = {"params": others, "weight_decay": 0.0}
            return torch.optim.AdamW([heavy, light], rate, betas, said["epsilon"])


def penalty(network, regularization):
    """What L1 and L2 add to the loss."""
    weights = torch.cat([weight.flatten() for weight in network.weights()])
    l1, l2 = (regularization.get(name, 0.0) for name in ("l1", "l2"))
    return l1 * weights.abs().sum() + l2 / 2 * weights.square().sum()


@torch.no_grad()
def decay(network, share):
    """Takes a share of themselves from the weights, for optimizers that do not do so by themselves."""
    for weight in network.weights():
        weight.mul_(1 - share)


def schedule(document, optimizer):
    """A document's schedule, to be stepped once after each step of the optimizer."""
    (kind, said), = document.items()
    match kind:
        case "constant":
            rest = [lr_scheduler.ConstantLR(optimizer, factor=1.0)]
        case "step":
            rest = [lr_scheduler.StepLR(optimizer, said["every"], said["factor"])]
        case "exponential":
            rest = [lr_scheduler.ExponentialLR(optimizer, 0.5 ** (1 / said["halfLife"]))]
        case "cosine":
            floor = said["floor"] * optimizer.defaults["lr"]
            fall = lr_scheduler.CosineAnnealingLR(optimizer, said["steps"], floor)
            # PyTorch's goes up again; ours stays on the floor.
            rest = [fall, lr_scheduler.ConstantLR(optimizer, said["floor"], total_iters=10**9)]
        case "warmRestarts":
            floor = said["floor"] * optimizer.defaults["lr"]
            sizes = (said["period"], said["growth"], floor)
            rest = [lr_scheduler.CosineAnnealingWarmRestarts(optimizer, *sizes)]
    milestones = [said["steps"]] if kind == "cosine" else []
    if warm_up := said.get("warmUp"):
        rise = lr_scheduler.LinearLR(optimizer, 1 / (warm_up + 1), total_iters=warm_up)
        rest = [rise, *rest]
        milestones = [warm_up, *(warm_up + milestone for milestone in milestones)]
    return lr_scheduler.SequentialLR(optimizer, rest, milestones) if milestones else rest[0]
