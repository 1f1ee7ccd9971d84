using Sweep.Benchmarks;
using Sweep.Benchmarks.Dashboard;
using Sweep.Benchmarks.Growth;
using Sweep.Benchmarks.HandOver;
using Sweep.Benchmarks.Homework;
using Sweep.Benchmarks.Peers;
using Sweep.Benchmarks.Programs;
using Sweep.Benchmarks.Queries;
using Sweep.Benchmarks.Ratios;
using Sweep.Benchmarks.Restart;
using Sweep.Benchmarks.Start;
using Sweep.Benchmarks.Statistics;
using Sweep.Benchmarks.Training;
using Sweep.Benchmarks.Transport;

return History.Obey(args) switch
{
    ["training", .. var options] => await TrainingBenchmark.Run(options),
    ["restart", .. var options] => await RestartBenchmark.Run(options),
    ["queries", .. var options] => await QueryBenchmark.Run(options),
    ["statistics", .. var options] => StatisticsBenchmark.Run(options),
    ["transport", .. var options] => await TransportBenchmark.Run(options),
    ["programs", .. var options] => await ProgramsBenchmark.Run(options),
    ["peers", .. var options] => await PeersBenchmark.Run(options),
    ["ratios", .. var options] => await RatiosBenchmark.Run(options),
    ["start", .. var options] => await StartBenchmark.Run(options),
    ["homework", .. var options] => await HomeworkBenchmark.Run(options),
    ["dashboard", .. var options] => await DashboardBenchmark.Run(options),
    ["growth", .. var options] => await GrowthBenchmark.Run(options),
    [GrowingSweep.Verb, .. var options] => await GrowingSweep.Run(options),
    ["handover", .. var options] => await HandOverBenchmark.Run(options),
    [HandOverAgents.Verb, .. var options] => await HandOverAgents.Run(options),
    [TrainingSlot.Verb, .. var arithmetic] => TrainingSlot.Serve(Console.In, Console.Out, arithmetic.FirstOrDefault()),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        dotnet run -c Release --project tests/Benchmarks -- training [--slots n] [--rounds n] [--images n]

          training   images per second of one training slot (one thread, batch 8), and of PyTorch beside it where python3 has torch;
                     with --slots n, of n slots at once against one

        dotnet run -c Release --project tests/Benchmarks -- restart [--trials n] [--rounds n] [--epochs n] [--rest s] [--no-sharing] [--keep folder]

          restart    seconds until a killed coordinator with a large sweep (100,000 trials) is ready again, and its memory; killed after
                     --rest seconds (3) of nothing to do, and after --epochs (3,000) were reported;
                     with --keep the home is made in that folder, and used again if it is there

        dotnet run -c Release --project tests/Benchmarks -- queries [--trials n] [--rounds n]

          queries    milliseconds of questions over the trials of a large sweep (10,000 trials), on the folder and over HTTP

        dotnet run -c Release --project tests/Benchmarks -- statistics [--sweeps n]

          statistics how often 'sweep best' calls a configuration worse that is not, and how often it sees one that is, in simulated sweeps

        dotnet run -c Release --project tests/Benchmarks -- transport [--rounds n] [--messages n] [--blobs n] [--bytes n]

          transport  messages a second through remoting, and bytes a second of checkpoints, with TLS and without

        dotnet run -c Release --project tests/Benchmarks -- programs [--trials n] [--rounds n] [--slots n]

          programs   milliseconds that a trial costs beside a program that does nothing, and what xargs -P and GNU parallel take for it

        dotnet run -c Release --project tests/Benchmarks -- peers [--trials n] [--seconds s s] [--slots n] [--rounds n] [--only name name] [--install]

          peers      seconds of the same trials (1,000 that do nothing, 1,000 of 0.1 s; 8 at a time) by Sweep, xargs -P, GNU parallel, a pool of
                     PyTorch's, Dask, Optuna's grid on SQLite, and an array of SLURM's: with every result read back;
                     --install installs them from Debian first, as root

        dotnet run -c Release --project tests/Benchmarks -- ratios [--rounds n] [--record]

          ratios     in two minutes, how many times as fast as its peers Sweep is: xargs -P, and PyTorch where python3 has torch; tells what
                     fell by more than a fifth since the last that was recorded

        dotnet run -c Release --project tests/Benchmarks -- dashboard [--trials n] [--runs n] [--pages n] [--seconds n]
                     [--make folder]

          dashboard  bytes and milliseconds of the tables and curves that a page reads (10,000 trials), and the share of a core that the
                     coordinator takes while so many runs train (1,000) and so many pages are open (20); --runs 0 leaves that out; with --make only such a home is made, for
                     tests/Benchmarks/Dashboard/pages.mjs to open it in a browser

        dotnet run -c Release --project tests/Benchmarks -- start [--trials n] [--rounds n] [--only questions|run] [--keep folder] [--program sweep]

          start      seconds of sweep status, best and results on the folder of a large sweep (10,000 trials), and of sweep run with one
                     epoch of 64 images: to the training's begin, to the last result, to the prompt;
                     with --program another launcher, or a sweep.dll, is measured instead of this checkout's

        dotnet run -c Release --project tests/Benchmarks -- homework --data folder [--peer peer.py] [--train n] [--validation n] [--rounds n]
                     [--grids n] [--peer-rates n] [--program sweep]

          homework   seconds of sweep run over a grid of 3 learning rates and epochs 1, 3, 5 and 10, then 1 to 10, on 2,000 pictures of CIFAR-10
                     in that folder and two slots, and of a peer's script over the same grid: the notebook's loop, and in memory with two
                     processes; --grids 1 leaves the second grid out, with --peer-rates 1 the loop trains a third of its grid and is reckoned

        dotnet run -c Release --project tests/Benchmarks -- growth [--trials n...] [--agents n...] [--keep folder] [--plots folder]

          growth     seconds and memory of all that people do with a sweep, by its trials (100 1000 10000) and by agents (1 10 50 200; of 8 slots),
                     and how they grow; with --plots two pictures of each are drawn there; a million trials take a quarter of an hour and 6 GB of disk

        dotnet run -c Release --project tests/Benchmarks -- handover [--rounds n] [--trials n] [--only noop|stored|second|epochs|many]

          handover   trials a second that take no time (2,000, and a quarter of them with checkpoints), the gap between two runs on a slot,
                     fsyncs a trial where strace is installed, how much longer trials of a second take, and epochs a second into the
                     coordinator alone; 'many' only where it is asked for: 50 agents of 8 slots and the leases that they lose

        What is measured of this checkout is appended to tests/Benchmarks/history.csv: commit, machine, load, n, median, and spread (largest
        less smallest); of ratios with --record alone, and with --forget nothing.
        """);
    return 2;
}
