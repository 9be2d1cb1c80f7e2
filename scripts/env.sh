# Sourced by every script: where things are. All that is made goes into .cache.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=$root/.cache
venv=$cache/venv           # with the oldest Home Assistant that BackCare supports
venv_next=$cache/venv-next # with the newest one

# Without bytecode Home Assistant takes twice as long to start.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX=$cache/pycache
export HYPOTHESIS_STORAGE_DIRECTORY=$cache/hypothesis

# As apt and pip do: some networks have a certificate of their own.
if [[ -e /etc/ssl/certs/ca-certificates.crt ]]; then export UV_SYSTEM_CERTS=true; fi
