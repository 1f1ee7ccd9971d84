"""A pool of PyTorch's processes, as a script of one's own would have it; each value is written down as it arrives."""
import json
import sys
import time

import torch


def trial(task):
    number, seconds = task
    if seconds:
        time.sleep(seconds)
    return number, int(torch.tensor(number).item())


if __name__ == "__main__":
    if sys.argv[1] == "run":
        trials, seconds, slots, folder = int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
        with torch.multiprocessing.Pool(slots) as pool, open(f"{folder}/values.jsonl", "w") as values:
            for said in pool.imap_unordered(trial, ((number, seconds) for number in range(1, trials + 1))):
                values.write(json.dumps(said) + "\n")
                values.flush()
    else:
        with open(f"{sys.argv[2]}/values.jsonl") as values:
            for line in values:
                print(",".join(str(word) for word in json.loads(line)))
