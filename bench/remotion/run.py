"""Runs a command and prints the CPU seconds and peak RSS of it and all that it waited for, as JSON."""

import json
import resource
import subprocess
import sys

done = subprocess.run(sys.argv[1:], stdout=sys.stderr)
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"cpuSeconds": spent.ru_utime + spent.ru_stime, "peakRssBytes": spent.ru_maxrss * 1024}))
sys.exit(done.returncode)
