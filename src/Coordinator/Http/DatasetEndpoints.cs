using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Data;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>
/// The datasets of the coordinator's machine, for agents that lack them, behind the door of the blobs: the list of a dataset's files, and
/// each file, also ranges of it.
/// </summary>
internal static class DatasetEndpoints
{
    public static void MapDatasets(this IEndpointRouteBuilder routes, OfferedDatasets datasets)
    {
        routes.MapGet("/blobs/data/{dataset}", (string dataset) => datasets.Files(dataset) is { } files
            ? Results.Json(files, StrictJson.Options)
            : Missing($"The coordinator has no dataset '{Texts.Plain(dataset)}' in {datasets.Folder} either: "
                + "run sweep data fetch on its machine, or put the files there.")).ForAgents(orPeople: Role.Read)
            .Says(
                About.Files, "The files of a dataset on the coordinator's machine.", typeof(IReadOnlyList<DatasetFile>),
                refusals: (StatusCodes.Status404NotFound, "It is not there either."));
        routes.MapGet("/blobs/data/{dataset}/{file}", (string dataset, string file) => datasets.Open(dataset, file) is { } content
            ? Results.Stream(content, "application/octet-stream", enableRangeProcessing: true)
            : Missing($"The coordinator has no file '{Texts.Plain(file)}' of a dataset '{Texts.Plain(dataset)}'."))
            .ForAgents(orPeople: Role.Read)
            .Answers(
                About.Files, "A file of a dataset, or a range of it.", StatusCodes.Status200OK, typeof(Stream), "application/octet-stream",
                refusals: (StatusCodes.Status404NotFound, "There is none of that name."));
    }

    private static IResult Missing(string detail) =>
        Results.Json(
            new Problem(StatusCodes.Status404NotFound, "Not Found", detail),
            StrictJson.Options, "application/problem+json", StatusCodes.Status404NotFound);
}
