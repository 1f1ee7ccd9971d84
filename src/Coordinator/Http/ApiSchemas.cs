using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Sweep.Experiments.Running;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>What the JSON of those types is that are written by a converter of their own, which says nothing of its shape.</summary>
internal static class ApiSchemas
{
    private const JsonSchemaType Number = JsonSchemaType.Number;
    private const JsonSchemaType Text = JsonSchemaType.String;

    /// <summary>As the API writes and reads.</summary>
    public static void Prepare(JsonSerializerOptions options)
    {
        var ours = StrictJson.Options;
        options.PropertyNamingPolicy = ours.PropertyNamingPolicy;
        options.DictionaryKeyPolicy = ours.DictionaryKeyPolicy;
        options.NumberHandling = ours.NumberHandling;
        options.RespectNullableAnnotations = ours.RespectNullableAnnotations;
        options.RespectRequiredConstructorParameters = ours.RespectRequiredConstructorParameters;
        options.TypeInfoResolver = ours.TypeInfoResolver;
        foreach (var converter in ours.Converters)
            options.Converters.Add(converter);
    }

    public static async Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = context.JsonTypeInfo.Type;
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var unheard = context.JsonTypeInfo.Properties.Where(known => known is { Get: null, Set: null, AssociatedParameter: null });
        foreach (var property in unheard)
            schema.Properties?.Remove(property.Name);
        if (await Of(bare, context, cancellation) is { } known)
        {
            (schema.Type, schema.Properties, schema.Required, schema.Items) = (known.Type, known.Properties, known.Required, known.Items);
            (schema.AdditionalProperties, schema.AnyOf, schema.Format) = (known.AdditionalProperties, known.AnyOf, known.Format);
            schema.Description = known.Description ?? schema.Description;
            if (bare != type)
                schema.Type |= JsonSchemaType.Null;
        }
        else if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element })
        {
            schema.Items ??= await Named(element, context, cancellation);
        }
        else if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } value })
        {
            schema.AdditionalProperties ??= await Named(value, context, cancellation);
        }
    }

    /// <summary>The type's schema among the document's components; where it stands, where it has no name.</summary>
    public static async Task<IOpenApiSchema> Named(Type type, OpenApiDocument document, Func<Type, Task<OpenApiSchema>> make)
    {
        if (OpenApiOptions.CreateDefaultSchemaReferenceId(StrictJson.Options.GetTypeInfo(type)) is not { } name)
            return await make(type);
        if (document.Components?.Schemas?.ContainsKey(name) != true)
            document.AddComponent(name, await make(type));
        return new OpenApiSchemaReference(name, document);
    }

    private static Task<IOpenApiSchema> Named(Type type, OpenApiSchemaTransformerContext context, CancellationToken cancellation) =>
        Named(type, context.Document!, wanted => context.GetOrCreateSchemaAsync(wanted, null, cancellation));

    private static async Task<OpenApiSchema?> Of(
        Type type, OpenApiSchemaTransformerContext context, CancellationToken cancellation) => type switch
        {
            var id when id == typeof(TrialId) || id == typeof(RunId) => new() { Type = Text, Description = "16 hexadecimal digits." },
            var number when number == typeof(double) || number == typeof(float) => new() { Type = Number | Text, Format = "double" },
            var content when content == typeof(Stream) => new() { Type = Text, Format = "binary" },
            var lease when lease == typeof(LeaseId) => new() { Type = JsonSchemaType.Integer },
            var objective when objective == typeof(Objective) => new()
            {
                Type = Text | JsonSchemaType.Object,
                Description = "valAccuracy or valLoss, or an object with maximize or minimize and the metric's name.",
                AdditionalProperties = new OpenApiSchema { Type = Text },
            },
            var metrics when metrics == typeof(MetricValues) => Values(Number | Text, "Every metric by its name."),
            var value when value == typeof(ParameterValue) => new() { Type = Number | Text | JsonSchemaType.Boolean },
            var parameters when parameters == typeof(Hyperparameters) || parameters == typeof(RunParameters) =>
                Values(Number | Text | JsonSchemaType.Boolean, "Every hyperparameter by its name."),
            var epoch when epoch == typeof(EpochMetrics) => Epoch(),
            var space when space == typeof(SearchSpace) => new()
            {
                Type = JsonSchemaType.Object,
                Description = "A distribution for each hyperparameter, by its name.",
                AdditionalProperties = await Named(typeof(Distribution), context, cancellation),
            },
            var table when table == typeof(ResultTable) => await Table(context, cancellation),
            var row when row == typeof(TrialRow) => await context.GetOrCreateSchemaAsync(typeof(TrialRowDocument), null, cancellation),
            _ => null,
        };

    private static OpenApiSchema Values(JsonSchemaType value, string description) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        AdditionalProperties = new OpenApiSchema { Type = value },
    };

    private static OpenApiSchema Epoch() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "An epoch's metrics by their names.",
        Required = new HashSet<string> { "epoch", "seconds" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["epoch"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["seconds"] = new OpenApiSchema { Type = Number | Text },
            ["diverged"] = new OpenApiSchema { Type = JsonSchemaType.Boolean },
        },
        AdditionalProperties = new OpenApiSchema { Type = Number | Text },
    };

    private static async Task<OpenApiSchema> Table(OpenApiSchemaTransformerContext context, CancellationToken cancellation) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "The columns, then each row as an array of as many values.",
        Required = new HashSet<string> { "columns", "rows" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["columns"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = await Named(typeof(ResultColumn), context, cancellation),
            },
            ["rows"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema() },
            },
        },
    };
}
