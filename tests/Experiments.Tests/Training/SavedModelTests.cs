using System.Security.Cryptography;
using Sweep.Experiments.Training;

namespace Sweep.Experiments.Tests.Training;

public sealed class SavedModelTests
{
    [Fact]
    public void AModel_IsSavedInTheSameBytesForEver()
    {
        var folder = Directory.CreateTempSubdirectory("sweep-test-");
        try
        {
            var (checkpoint, file) = (Path.Combine(folder.FullName, "checkpoint"), Path.Combine(folder.FullName, "model.dat"));
            Checkpoint.Initial(seed: 3).Write(checkpoint);

            SavedModel.Write(checkpoint, file);

            Assert.Equal(
                "a1c6f281dc2906e015bff71d77032941f816be8c742dd06a070054089c7157d6",
                Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
            Assert.Equal(NotebookCnn.Initialise(seed: 3), SavedModel.ReadWeights(file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
