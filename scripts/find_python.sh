# Print a Python that Stepladder runs on: 3.11 first, since the tests begin with the oldest, else a newer one.
# An interpreter counts only when it starts (a pyenv shim may be there for a version that was never chosen).
supported='import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'
for python in python3.11 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.11.*/bin/python \
    python3.13 python3.12 python3.14 python3 python "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-4].*/bin/python
do
    if "$python" -I -c "$supported" 2>/dev/null; then
        echo "$python"
        exit 0
    fi
done
exit 1
