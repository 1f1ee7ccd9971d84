// A small network in C# that tells two spirals apart, as Sweep trains it: see sweep.yaml beside this file.
using System.Globalization;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

string Given(string name) => Environment.GetEnvironmentVariable($"SWEEP_{name}") ?? throw new InvalidOperationException($"SWEEP_{name} is not set");
var lr = double.Parse(Given("LR"), CultureInfo.InvariantCulture);
var width = int.Parse(Given("WIDTH"), CultureInfo.InvariantCulture);
var epochs = int.Parse(Given("EPOCHS"), CultureInfo.InvariantCulture);
var seed = int.Parse(Given("SEED"), CultureInfo.InvariantCulture);
var checkpoint = Path.Combine(Given("CHECKPOINT"), "net.dat");
var counter = Path.Combine(Given("CHECKPOINT"), "epoch.txt");

set_num_threads(1);
random.manual_seed(seed);
using var net = Sequential(Linear(2, width), Tanh(), Linear(width, width), Tanh(), Linear(width, 2));
using var loss = CrossEntropyLoss();
using var step = optim.SGD(net.parameters(), lr);
var (points, labels) = Spirals(400, 1);
var (held, heldLabels) = Spirals(200, 2);

var done = 0;
if (File.Exists(counter)) // killed before, or trained on to more epochs: go on where it was
{
    net.load(checkpoint);
    done = int.Parse(File.ReadAllText(counter), CultureInfo.InvariantCulture);
}
for (var epoch = done + 1; epoch <= epochs; epoch++)
{
    using var scope = NewDisposeScope();
    net.train();
    // Of this epoch alone, so that a continued run is the same run.
    var order = tensor(new Random((seed * 1000) + epoch).GetItems(Enumerable.Range(0, 400).ToArray(), 400));
    var total = 0.0;
    foreach (var batch in order.split(20))
    {
        step.zero_grad();
        var error = loss.call(net.call(points[batch]), labels[batch]);
        error.backward();
        step.step();
        total += error.item<float>();
    }
    net.eval();
    using (no_grad())
    {
        var said = net.call(held);
        var right = said.argmax(1).eq(heldLabels).to(ScalarType.Float32).mean().item<float>();
        net.save(checkpoint); // before the epoch is reported
        File.WriteAllText(counter, epoch.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            epoch,
            trainLoss = total / 20,
            valLoss = loss.call(said, heldLabels).item<float>(),
            valAccuracy = right,
        }));
    }
}

(Tensor Points, Tensor Labels) Spirals(int count, int seed)
{
    var chance = new Random(seed);
    var (x, y) = (new float[count, 2], new long[count]);
    for (var i = 0; i < count; i++)
    {
        var (arm, along) = (i % 2, chance.NextDouble() * 3);
        var angle = (along * 2) + (arm * Math.PI);
        (x[i, 0], x[i, 1], y[i]) = ((float)(along * Math.Cos(angle)), (float)(along * Math.Sin(angle)), arm);
    }
    return (from_array(x), from_array(y));
}
