namespace Sweep.Coordinator.Dashboard;

/// <summary>
/// What pages are told, in the forms that they asked for: each is made once, when the first page wants it. Not thread-safe.
/// </summary>
internal sealed class Formed(Func<StreamForm, ReadOnlyMemory<byte>> make)
{
    private readonly ReadOnlyMemory<byte>?[] made = new ReadOnlyMemory<byte>?[Enum.GetValues<StreamForm>().Length];

    public ReadOnlyMemory<byte> In(StreamForm form) => made[(int)form] ??= make(form);
}
