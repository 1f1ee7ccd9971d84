using System;
using System.IO;
using System.Text;

namespace Sweep.Experiments.Training.Native
{
    /// <summary>
    /// Makes a shared library's need for one symbol version weak, so that the dynamic loader accepts a system without it.
    /// Compiled twice: into Experiments, for its test, and by LibTorch.targets as a build task, which is why it uses old C# only.
    /// Layout: System V ABI, "Executable and Linking Format"; version needs: Linux Standard Base, "Symbol Versioning".
    /// </summary>
    internal static class WeakVersion
    {
        private const uint SectionOfVersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
        private const ushort Weak = 0x2; // VER_FLG_WEAK

        /// <summary>
        /// Sets the weak flag on every need for <paramref name="version"/> in a 64-bit little-endian ELF file. Returns how many there are.
        /// </summary>
        public static int Set(byte[] elf, string version)
        {
            if (elf.Length < 64 || BitConverter.ToUInt32(elf, 0) != 0x464c457f || elf[4] != 2 || elf[5] != 1)
                throw new InvalidDataException("Not a 64-bit little-endian ELF file.");

            var sections = checked((int)BitConverter.ToUInt64(elf, 0x28)); // e_shoff
            var size = BitConverter.ToUInt16(elf, 0x3a); // e_shentsize
            var count = BitConverter.ToUInt16(elf, 0x3c); // e_shnum
            var found = 0;
            for (var i = 0; i < count; i++)
            {
                var section = sections + i * size;
                if (BitConverter.ToUInt32(elf, section + 4) != SectionOfVersionNeeds)
                    continue;
                var names = sections + checked((int)BitConverter.ToUInt32(elf, section + 0x28)) * size; // sh_link: its string table
                found += Set(elf, version, Offset(elf, section), Offset(elf, names));
            }
            return found;
        }

        private static int Offset(byte[] elf, int section) => checked((int)BitConverter.ToUInt64(elf, section + 0x18)); // sh_offset

        private static int Set(byte[] elf, string version, int need, int names)
        {
            var found = 0;
            for (uint toNext = 1; toNext != 0; need += (int)toNext) // Elf64_Verneed: one library
            {
                toNext = BitConverter.ToUInt32(elf, need + 12); // vn_next
                var aux = need + (int)BitConverter.ToUInt32(elf, need + 8); // vn_aux
                for (uint auxToNext = 1; auxToNext != 0; aux += (int)auxToNext) // Elf64_Vernaux: one version of it
                {
                    auxToNext = BitConverter.ToUInt32(elf, aux + 12); // vna_next
                    if (Text(elf, names + (int)BitConverter.ToUInt32(elf, aux + 8)) != version) // vna_name
                        continue;
                    var flags = (ushort)(BitConverter.ToUInt16(elf, aux + 4) | Weak); // vna_flags
                    elf[aux + 4] = (byte)flags;
                    elf[aux + 5] = (byte)(flags >> 8);
                    found++;
                }
            }
            return found;
        }

        private static string Text(byte[] elf, int start) =>
            Encoding.ASCII.GetString(elf, start, Array.IndexOf(elf, (byte)0, start) - start);
    }
}

#if !NET
/// <summary>The build task: writes a copy of From to To whose need for Version is weak.</summary>
public sealed class MendLibTorchSharp : Microsoft.Build.Utilities.Task
{
    [Microsoft.Build.Framework.Required] public string From { get; set; }
    [Microsoft.Build.Framework.Required] public string To { get; set; }
    [Microsoft.Build.Framework.Required] public string Version { get; set; }

    public override bool Execute()
    {
        var library = File.ReadAllBytes(From);
        Sweep.Experiments.Training.Native.WeakVersion.Set(library, Version);
        Directory.CreateDirectory(Path.GetDirectoryName(To));
        var torn = To + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(torn, library);
        // A build that is cut off is run again, and this file with it.
        File.Delete(To);
        File.Move(torn, To);
        return true;
    }
}
#endif
