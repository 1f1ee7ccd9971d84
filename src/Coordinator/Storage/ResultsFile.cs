using LiteDB;
using LiteDB.Engine;
using Sweep.Coordinator.Storage.Sql;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// The opened file of the results database, what is kept in memory of it, and a second door through which nothing can be changed.
/// </summary>
internal sealed class ResultsFile : LiteDatabase
{
    public ResultsFile(ILiteEngine engine, BsonMapper mapper) : base(engine, mapper)
    {
        Trials = new(this);
        ReadOnly = new LiteDatabase(new ReadOnlyEngine(engine), mapper, disposeOnClose: false);
    }

    public TrialRows Trials { get; }

    /// <summary>
    /// Answers questions in LiteDB's own language; what would change anything is a <see cref="Experiments.Inputs.BadInputException"/>.
    /// </summary>
    public ILiteDatabase ReadOnly { get; }
}
