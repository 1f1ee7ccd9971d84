"""A training slot in PyTorch: the notebook's network and optimizer, standardised float tensors in memory, one thread, batch 8.

For every number read from stdin it trains one epoch over that many images and answers with the seconds taken and the processor
seconds used. The first line it writes is its version.
"""
import sys
import time

import torch
from torch import nn

BATCH = 8


def build():
    def block(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, kernel_size=3, padding=1), nn.LeakyReLU()]

    return nn.Sequential(*block(3, 16), *block(16, 16), nn.MaxPool2d(2), *block(16, 32), *block(32, 32),
                         nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(512, 10))


def epoch(network, optimizer, criterion, images, labels):
    order = torch.randperm(len(labels))
    for start in range(0, len(labels), BATCH):
        chosen = order[start:start + BATCH]
        loss = criterion(network(images[chosen]), labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    print(torch.__version__, flush=True)
    network, criterion = build(), nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=1e-3)
    images, labels = None, None
    for line in sys.stdin:
        count = int(line)
        if images is None or len(labels) != count:
            images, labels = torch.randn(count, 3, 32, 32), torch.arange(count) % 10
        wall, processor = time.perf_counter(), time.process_time()
        epoch(network, optimizer, criterion, images, labels)
        print(time.perf_counter() - wall, time.process_time() - processor, flush=True)


main()
