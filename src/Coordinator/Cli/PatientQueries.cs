using Sweep.Coordinator.Http;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary>Questions to a home whose coordinator may end between two of them: whoever answers for the home then is asked again.</summary>
/// <param name="found">Who answers at first.</param>
/// <param name="find">Finds who answers now.</param>
internal sealed class PatientQueries(HomeAnswers found, Func<CancellationToken, Task<HomeAnswers>> find) : IQueries, IAsyncDisposable
{
    private HomeAnswers found = found;

    public Task<TAnswer> Ask<TAnswer>(Question<TAnswer> question, CancellationToken cancellation) =>
        Patiently(who => who.Ask(question, cancellation), cancellation);

    public Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation) =>
        Patiently(who => who.Checkpoint(sha256, cancellation), cancellation);

    public ValueTask DisposeAsync() => found.DisposeAsync();

    private async Task<T> Patiently<T>(Func<IQueries, Task<T>> question, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await question(found.Queries);
            }
            catch (NoCoordinatorException gone) when (gone.MayComeBack)
            {
                await found.DisposeAsync();
                found = await find(cancellation);
            }
        }
    }
}
