mkdir -p my-audit && cp audits/hiring-synthetic/applicants.csv my-audit/
# … my-audit/audit.yaml as above
assize audit my-audit --out report
echo "exit code $?"
