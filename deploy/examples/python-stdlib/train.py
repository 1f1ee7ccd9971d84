"""A small network in plain Python that learns to read handwritten digits, as Sweep trains it: see sweep.yaml beside this file."""
import json, math, os, random, sys

lr, width, momentum = float(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
epochs, seed = int(os.environ["SWEEP_EPOCHS"]), int(os.environ["SWEEP_SEED"])
checkpoint = os.path.join(os.environ["SWEEP_CHECKPOINT"], "state.json")


def digits():
    with open("digits.txt") as lines:
        for line in lines:
            if not line.startswith("#"):
                label, pixels = line.split()
                yield int(label), [int(p, 17) / 16 for p in pixels] + [1.0]


def outputs(hidden, weights, x):
    h = [math.tanh(sum(w * v for w, v in zip(row, x))) for row in hidden] + [1.0]
    z = [sum(w * v for w, v in zip(row, h)) for row in weights]
    e = [math.exp(v - max(z)) for v in z]
    return h, [v / sum(e) for v in e]


def step(rows, speeds, errors, inputs):
    """One step of gradient descent on the weights of a layer: errors times inputs is the gradient."""
    for row, speed, error in zip(rows, speeds, errors):
        for i, v in enumerate(inputs):
            speed[i] = momentum * speed[i] - lr * error * v
            row[i] += speed[i]


def validate(hidden, weights, data):
    loss, right, seen, said = 0.0, [0] * 10, [0] * 10, [0] * 10
    for label, x in data:
        _, p = outputs(hidden, weights, x)
        guess = p.index(max(p))
        loss -= math.log(max(p[label], 1e-12))
        seen[label] += 1
        said[guess] += 1
        right[label] += guess == label
    f1 = sum(2 * r / max(1, a + b) for r, a, b in zip(right, seen, said)) / 10
    return {"valLoss": loss / len(data), "valAccuracy": sum(right) / len(data), "f1": f1}


data = list(digits())
train, held = data[:600], data[600:]

if os.path.exists(checkpoint):  # killed before, or trained on to more epochs: go on where it was
    with open(checkpoint) as file:
        done, hidden, weights, fast, slow = json.load(file)
else:
    start = random.Random(seed)
    hidden = [[start.gauss(0, 0.2) for _ in range(65)] for _ in range(width)]
    weights = [[start.gauss(0, 0.2) for _ in range(width + 1)] for _ in range(10)]
    fast, slow, done = [[0.0] * 65 for _ in hidden], [[0.0] * (width + 1) for _ in weights], 0

for epoch in range(done + 1, epochs + 1):
    order = random.Random(f"{seed} {epoch}").sample(train, len(train))  # of this epoch alone, so that a continued run is the same run
    total = 0.0
    for number, (label, x) in enumerate(order, 1):
        h, p = outputs(hidden, weights, x)
        total -= math.log(max(p[label], 1e-12))
        error = [v - (i == label) for i, v in enumerate(p)]
        back = [(1 - h[i] ** 2) * sum(e * row[i] for e, row in zip(error, weights)) for i in range(width)]
        step(weights, slow, error, h)
        step(hidden, fast, back, x)
        if number % 100 == 0:
            print(json.dumps({"epoch": epoch, "step": number, "steps": len(order), "loss": total / number}), flush=True)
    with open(checkpoint, "w") as file:  # before the epoch is reported
        json.dump([epoch, hidden, weights, fast, slow], file)
    print(json.dumps({"epoch": epoch, "trainLoss": total / len(order), **validate(hidden, weights, held)}), flush=True)
