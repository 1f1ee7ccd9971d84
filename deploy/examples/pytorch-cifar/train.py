"""The CNN of the CIFAR-10 notebook in PyTorch, its loop almost unchanged, as Sweep trains it: see sweep.yaml beside this file."""
import json, os

import numpy as np
import torch as tc
import torch.nn as nn
import torch.optim as optim
from torch import autocast
from torch.cuda.amp import GradScaler
from torch.utils.data import DataLoader, TensorDataset

lr, wd, bs = (float(os.environ[f"SWEEP_{name}"]) for name in ("LR", "WEIGHTDECAY", "BATCHSIZE"))
epochs, seed = int(os.environ["SWEEP_EPOCHS"]), int(os.environ["SWEEP_SEED"])
checkpoint = os.path.join(os.environ["SWEEP_CHECKPOINT"], "state.pt")
device = "cuda" if tc.cuda.is_available() else "cpu"
mixed = device == "cuda"


def cifar(*names):
    """The images of CIFAR-10's binary files as Sweep brings them to this machine, [n,3,32,32] in 0 to 1, and their classes."""
    folder = next(f for f in (os.environ["SWEEP_DATA"], os.path.join(os.environ["SWEEP_DATA"], "cifar-10-batches-bin"))
                  if os.path.exists(os.path.join(f, names[0])))
    rows = np.concatenate([np.fromfile(os.path.join(folder, name), dtype=np.uint8).reshape(-1, 3073) for name in names])
    return tc.from_numpy(rows[:, 1:].reshape(-1, 3, 32, 32).astype(np.float32) / 255), tc.from_numpy(rows[:, 0].astype(np.int64))


tc.manual_seed(seed)
(x, y), (xv, yv) = cifar(*[f"data_batch_{i}.bin" for i in range(1, 6)]), cifar("test_batch.bin")
μ, σ = x.mean(dim=(0, 2, 3), keepdim=True), x.std(dim=(0, 2, 3), keepdim=True, unbiased=False)
tr_ds, val_ds = TensorDataset((x - μ) / σ, y), TensorDataset((xv - μ) / σ, yv)
val_dl = DataLoader(val_ds, batch_size=2 * int(bs), shuffle=False)

net = nn.Sequential(
    nn.Conv2d(in_channels=3,  out_channels=16, kernel_size=3, stride=1, padding=1), nn.LeakyReLU(), # [bs,16,h,w]
    nn.Conv2d(in_channels=16, out_channels=16, kernel_size=3, stride=1, padding=1), nn.LeakyReLU(), # [bs,16,h,w]
    nn.MaxPool2d(kernel_size=2, stride=2),                                                          # [bs,16,h/2,w/2]
    nn.Conv2d(in_channels=16, out_channels=32, kernel_size=3, stride=1, padding=1), nn.LeakyReLU(), # [bs,32,h/2,w/2]
    nn.Conv2d(in_channels=32, out_channels=32, kernel_size=3, stride=1, padding=1), nn.LeakyReLU(), # [bs,32,h/2,w/2]
    nn.AdaptiveAvgPool2d((4, 4)),
    nn.Flatten(),
    nn.Linear(32 * 4 * 4, 10),
).to(device)
loss = nn.CrossEntropyLoss()
opt = optim.AdamW(net.parameters(), lr=lr, weight_decay=wd)
scaler = GradScaler(enabled=mixed)  # for mixed-precision training
done = 0

if os.path.exists(checkpoint):  # killed before, or trained on to more epochs: go on where it was
    state = tc.load(checkpoint, map_location=device)
    done = state["epoch"]
    for part, name in ((net, "net"), (opt, "opt"), (scaler, "scaler")):
        part.load_state_dict(state[name])

for epoch in range(done + 1, epochs + 1):
    shuffle = tc.Generator().manual_seed(seed * 1_000_003 + epoch)  # of this epoch alone, so that a continued run is the same run
    tr_dl = DataLoader(tr_ds, batch_size=int(bs), shuffle=True, generator=shuffle)
    L = []
    for xb, yb in tr_dl:
        xb, yb = xb.to(device), yb.to(device)
        with autocast(device_type=device, enabled=mixed):  # for mixed-precision training
            y_ = net(xb)
            l = loss(y_, yb)
        opt.zero_grad()
        scaler.scale(l).backward()  # previously l.backward()
        scaler.step(opt)            # previously opt.step()
        scaler.update()
        L.append(l.detach())
        if len(L) % 500 == 0:
            print(json.dumps({"epoch": epoch, "step": len(L), "steps": len(tr_dl), "loss": float(tc.stack(L).mean())}), flush=True)

    Lval, Aval = [], []
    with tc.no_grad():
        for xb, yb in val_dl:
            xb, yb = xb.to(device), yb.to(device)
            with autocast(device_type=device, enabled=mixed):
                y_ = net(xb)
                l = loss(y_, yb)
            Lval.append(l.detach().float() * len(xb))
            Aval.append((y_.max(dim=1)[1] == yb).float().sum())

    tc.save({"epoch": epoch, "net": net.state_dict(), "opt": opt.state_dict(), "scaler": scaler.state_dict()}, checkpoint + ".new")
    os.replace(checkpoint + ".new", checkpoint)  # there whole, or as it was
    print(json.dumps({
        "epoch": epoch,
        "trainLoss": float(tc.stack(L).float().mean()),
        "valLoss": float(tc.stack(Lval).sum()) / len(val_ds),
        "valAccuracy": float(tc.stack(Aval).sum()) / len(val_ds),
        "validationCount": len(val_ds),
    }), flush=True)
