"""Dask's scheduler and so many workers of one thread each, processes of this machine; each value is written down as it arrives."""
import json
import sys
import time

from distributed import Client, LocalCluster, as_completed


def trial(number, seconds):
    if seconds:
        time.sleep(seconds)
    return number, number


if __name__ == "__main__":
    if sys.argv[1] == "run":
        trials, seconds, slots, folder = int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
        with LocalCluster(n_workers=slots, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
            with open(f"{folder}/values.jsonl", "w") as values:
                for _, said in as_completed(client.map(trial, range(1, trials + 1), seconds=seconds, pure=False), with_results=True):
                    values.write(json.dumps(said) + "\n")
                    values.flush()
    else:
        with open(f"{sys.argv[2]}/values.jsonl") as values:
            for line in values:
                print(",".join(str(word) for word in json.loads(line)))
