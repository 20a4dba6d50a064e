"""Set up and run this project's main jobs, with nothing but Python.

handbook    build the documentation, with the example handbook in it
test        check style and types; run the tests with the newest locked versions
slow        run what `test` leaves out: matrices, browsers, the oldest locked versions
others      check types, and run the tests, with each other supported Python of this machine
lock        try the newest versions there are, then lock the versions for `test`

Arguments after `test` are passed to tox.
"""

# An older Python must get as far as the line that says so: no syntax here that it does not know.
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Python 3.11 or newer is needed; this is Python {}.{}.".format(*sys.version_info))

ROOT = Path(__file__).resolve().parent
BIN = ROOT / ".venv" / ("Scripts" if os.name == "nt" else "bin")
THIS = "{}.{}".format(*sys.version_info)
LANGUAGES = ("en", "fr")
#: What `test` uses, and no extra has: locked with the packages that are tested.
TOOLS = ("hatchling", "ruff", "tox")


def run(*command: str | Path) -> int:
    """Run a command in the project's folder; return its status."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def python(*arguments: str) -> None:
    """Run the virtual environment's Python; end this program where that fails."""
    status = run(BIN / "python", *arguments)
    if status:
        sys.exit(status)


def tox(environments: list[str], *arguments: str) -> int:
    """Run tox environments; return the status."""
    return run(BIN / "python", "-m", "tox", "run", "-e", ",".join(environments), *arguments)


# Setting up.


def is_sound() -> bool:
    """Whether ``.venv`` is complete, and was made by this very Python."""
    # What is no virtual environment (any more) has this machine's packages, and gets none of ours.
    code = "import pip, sys; print(sys.version if sys.prefix != sys.base_prefix else '')"
    question: list[str | Path] = [BIN / "python", "-c", code]
    try:
        answer = subprocess.run(question, capture_output=True, encoding="utf-8", check=False).stdout
    except OSError:
        return False
    return answer.strip() == sys.version.strip()


def make_environment() -> None:
    """Make ``.venv``, or make it again if it does not work."""
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(f"ensurepip is missing. Install it (on Debian: apt install python{THIS}-venv).")
    folder = ROOT / ".venv"
    if folder.is_symlink() or folder.is_file():  # a link may lead to somebody's own environment
        sys.exit(f"{folder} is not a folder. Remove it.")
    print("Making the virtual environment .venv", flush=True)
    try:
        venv.create(folder, clear=True, with_pip=True)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        sys.exit(f"The virtual environment .venv could not be made: {error}. Remove it.")


def install(*packages: str) -> None:
    """Install packages into ``.venv``, in the versions that are locked for this Python."""
    if not is_sound():
        make_environment()
    use_locked(THIS)
    python("-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)


# Locked versions.


def tag(version: str) -> str:
    """Return the name that tox has for a Python: ``py311`` for ``3.11``."""
    return f"py{version.replace('.', '')}"


def constraints(version: str, kind: str) -> Path:
    """Return the file of a Python's oldest or newest versions, relative to ``ROOT``.

    pip splits the paths in its environment variables at spaces, which ``ROOT`` may contain.
    """
    return Path("constraints") / f"{tag(version)}-{kind}.txt"


def locked(version: str) -> list[str]:
    """Return the tox environments of a Python that have locked versions."""
    kinds = [k for k in ("oldest", "newest") if (ROOT / constraints(version, k)).exists()]
    return [f"{tag(version)}-{kind}" for kind in kinds]


def newest(version: str) -> str:
    """Return a Python's tox environment with its newest locked versions, or those of today."""
    return (locked(version) or [f"{tag(version)}-latest"])[-1]


def use_locked(version: str) -> None:
    """Let every pip take a Python's newest locked versions, if it has them."""
    file = constraints(version, "newest")
    for name in ("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT"):
        os.environ.pop(name, None)
        if (ROOT / file).exists():
            os.environ[name] = file.as_posix()


def supported() -> list[str]:
    """Return the versions of Python that ``pyproject.toml`` names."""
    import tomllib  # an older Python does not have it

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [
        name.rpartition(" :: ")[2] for name in project["classifiers"] if ":: Python ::" in name
    ]
    return [name for name in names if name.startswith("3.")]


def interpreters() -> dict[str, Path]:
    """Return the supported Pythons that are on the path, or pyenv's: version and folder."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    pyenv = shutil.which("pyenv")
    if pyenv:
        root = subprocess.run(
            [pyenv, "root"], capture_output=True, encoding="utf-8", check=False
        ).stdout
        folders += sorted(map(str, Path(root.strip()).glob("versions/*/bin")))
    found: dict[str, Path] = {}
    for version in supported():
        for folder in map(Path, folders):
            # On the path, pyenv has a command even for a version that it does not let run.
            command = folder / f"python{version}"
            if version not in found and command.exists() and not run(command, "-c", ""):
                found[version] = folder
    return found


def write_locked(version: str) -> None:
    """Write the oldest and the newest versions for a Python."""
    project = ["pyproject.toml", "--python-version", version]
    lowest = ROOT / ".venv" / "lowest.txt"  # of the package's own dependencies alone
    oldest = ["--resolution", "lowest-direct", "--no-deps", "--no-build"]  # what has no wheel fails
    compile_("--upgrade", *oldest, *project, "-o", str(lowest))
    extras = ROOT / ".venv" / "tools.txt"
    extras.write_text("\n".join(TOOLS), encoding="utf-8")
    for kind, more in {"oldest": ["-c", str(lowest)], "newest": []}.items():
        file = str(constraints(version, kind))
        compile_("--upgrade", *project, str(extras), "--all-extras", *more, "-o", file)


def compile_(*arguments: str) -> None:
    """Work out which versions go together."""
    note = ["--no-annotate", "--custom-compile-command", "python3 run.py lock"]
    python("-m", "uv", "pip", "compile", "--quiet", *note, *arguments)


# The jobs.


def handbook() -> int:
    """Build the documentation: one site for each language."""
    install("--editable", ".[docs]")
    python("-m", "sphinxext_jobs", "build", "docs", "_build", "-q", "-W", "--keep-going")
    print("The example handbook is built. Open it in a browser:")
    for language in LANGUAGES:
        print(f"  {ROOT}/_build/{language}/handbook/{language}/index.html")
    return 0


def test() -> int:
    """Run what README's command runs, or what the arguments say to tox."""
    install("tox")
    if sys.argv[2:]:
        return run(BIN / "python", "-m", "tox", *sys.argv[2:])
    if not locked(THIS):
        print(f"No versions are locked for Python {THIS}: testing the newest there are", flush=True)
    return tox(["lint", "types", newest(THIS)])


def slow() -> int:
    """Run the slow tests, and more examples of each property, with the newest locked versions.

    With the oldest ones, run the tests of the README's command, also those in a browser.
    """
    install("tox")
    more = ["-m", "slow or browser or hypothesis", "--hypothesis-profile", "thorough"]
    status = tox([newest(THIS)], "--", *more)
    oldest = locked(THIS)[:-1]
    if oldest:
        status = tox(oldest, "--", "-m", "not slow") or status
    return status


def others() -> int:
    """Run types and tests with each other Python."""
    install("tox")
    status = 0
    path = os.environ.get("PATH", "")
    for version, folder in interpreters().items():
        if version != THIS:
            print(f"Python {version}, in {folder}", flush=True)
            use_locked(version)
            os.environ["PATH"] = f"{folder}{os.pathsep}{path}"  # where tox looks for it
            types = ["-x", f"testenv:types.base_python={tag(version)}"]
            status = tox(["types", newest(version)], *types) or status
    return status


def lock() -> int:
    """Lock the versions for each supported Python.

    If a Python does not pass the tests with the newest versions there are, nothing is written,
    unless ``--anyway`` is given.
    """
    install("tox", "uv")
    use_locked("")  # none
    broken = []
    path = os.environ.get("PATH", "")
    for version, folder in interpreters().items():
        os.environ["PATH"] = f"{folder}{os.pathsep}{path}"
        if tox([f"{tag(version)}-latest"], "--", "-m", "not slow"):
            broken.append(version)
    if broken:
        print(f"The newest versions there are break Python {', '.join(broken)}: see above.")
        if "--anyway" not in sys.argv:
            return 1
    for version in supported():
        write_locked(version)
    return 0


if __name__ == "__main__":
    jobs = {job.__name__: job for job in (handbook, test, slow, others, lock)}
    if len(sys.argv) < 2 or sys.argv[1] not in jobs:
        sys.exit(f"usage: python3 run.py {'|'.join(jobs)}\n\n{__doc__}")
    sys.exit(jobs[sys.argv[1]]())
