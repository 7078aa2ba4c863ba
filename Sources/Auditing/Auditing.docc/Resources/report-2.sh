assize adjust audits/hiring-synthetic --constraint demographic_parity --out adjusted
assize audit audits/hiring-synthetic --ledger adjusted/ledger.json --out report
