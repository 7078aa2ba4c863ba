reviews=audits/reviews-synthetic
assize explain $reviews/reviews.csv --model debiased --text text --label positive --positive yes --protected variety \
    --players classes --classes $reviews/classes.csv --gap demographic_parity --rows-per-group 200 --out explained
