"""Optuna's grid in processes that share a study in SQLite: each trial is a function call, its value a row."""
import multiprocessing
import sys
import time

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)


def study_of(folder, trials=None):
    storage = optuna.storages.RDBStorage(
        f"sqlite:///{folder}/study.db", engine_kwargs={"connect_args": {"timeout": 120}})
    if trials is None:
        return optuna.load_study(study_name="peers", storage=storage)
    sampler = optuna.samplers.GridSampler({"number": list(range(1, trials + 1))})
    return optuna.create_study(study_name="peers", storage=storage, sampler=sampler, load_if_exists=True, direction="maximize")


def work(folder, trials, seconds):
    def objective(trial):
        number = trial.suggest_int("number", 1, trials)
        if seconds:
            time.sleep(seconds)
        return number

    # A grid's sampler ends the study where it has given out the last point.
    study_of(folder, trials).optimize(objective, n_trials=trials)


if sys.argv[1] == "run":
    trials, seconds, slots, folder = int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    study_of(folder, trials)
    workers = [multiprocessing.Process(target=work, args=(folder, trials, seconds)) for _ in range(slots)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
else:
    for trial in study_of(sys.argv[2]).trials:
        if trial.value is not None:
            print(f"{trial.params['number']},{int(trial.value)}")
