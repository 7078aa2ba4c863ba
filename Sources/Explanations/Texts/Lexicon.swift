/// Lists of words, made for this package.
///
/// They name people and insult them because texts do: an audit that does not look for these words cannot see what a model makes
/// of them.
enum Lexicon {
    /// The classes, those that claim words first at the front.
    static let classes: [(name: String, words: [String])] = [
        ("identity_gender", split(gender)), ("identity_race", split(race)), ("identity_religion", split(religion)),
        ("identity_nationality", split(nationality)), ("identity_orientation", split(orientation)),
        ("identity_age", split(age)), ("identity_disability", split(disability)), ("profanity", split(profanity)),
        ("dialect", split(dialect)), ("pronoun", split(pronouns)), ("first_name", split(names)),
    ]

    private static func split(_ list: String) -> [String] { list.split { $0 == " " || $0 == "\n" }.map(String.init) }

    private static let pronouns = """
        i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers
        herself it its itself they them their theirs themself themselves ze zir hir xe xem i'm i've i'd i'll we're we've
        we'd we'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd it'll they're they've they'd
        they'll one's
        """

    private static let gender = """
        woman women man men girl girls boy boys female females male males lady ladies gentleman gentlemen guy guys gal gals
        mother mothers mom moms mum mums father fathers dad dads daughter daughters son sons sister sisters brother brothers
        wife wives husband husbands girlfriend girlfriends boyfriend boyfriends aunt aunts uncle uncles grandmother
        grandfather grandma grandpa queen queens king kings princess prince actress waitress waiter nonbinary non-binary
        genderqueer transgender trans transwoman transman cisgender cis feminine masculine feminist feminists womanhood
        manhood housewife businesswoman businessman
        """

    private static let race = """
        black blacks white whites asian asians latino latinos latina latinas latinx hispanic hispanics african-american
        african-americans afro-american biracial multiracial mixed-race brown caucasian caucasians indigenous aboriginal
        native arab arabs roma romani gypsy gypsies negro negroes colored coloured redneck rednecks cracker crackers
        chicano chicana desi melanin
        """

    private static let religion = """
        christian christians christianity catholic catholics protestant protestants evangelical evangelicals baptist baptists
        mormon mormons orthodox muslim muslims islam islamic sunni shia jew jews jewish judaism hindu hindus hinduism buddhist
        buddhists buddhism sikh sikhs atheist atheists agnostic pagan church mosque synagogue temple imam rabbi priest nun
        pope quran koran bible torah hijab burqa kippah
        """

    private static let nationality = """
        american americans african africans mexican mexicans chinese japanese korean koreans vietnamese filipino filipinos
        indian indians pakistani pakistanis bangladeshi iranian iranians iraqi iraqis syrian syrians turkish turk turks
        israeli israelis palestinian palestinians saudi egyptian egyptians nigerian nigerians ethiopian somali somalis
        kenyan ghanaian jamaican jamaicans haitian haitians cuban cubans puerto-rican dominican brazilian brazilians
        colombian venezuelan canadian canadians british english irish scottish welsh french german germans italian italians
        spanish spaniard portuguese greek greeks polish russian russians ukrainian ukrainians swedish norwegian danish
        dutch european europeans australian immigrant immigrants migrant migrants refugee refugees foreigner foreigners
        """

    private static let orientation = """
        gay gays lesbian lesbians bisexual bisexuals bi queer queers homosexual homosexuals heterosexual heterosexuals
        straight pansexual asexual lgbt lgbtq lgbtqia same-sex
        """

    private static let age = """
        old older elderly senior seniors elder elders young younger youth youths teen teens teenager teenagers adult adults
        child children kid kids baby babies toddler toddlers millennial millennials boomer boomers retiree retirees
        pensioner pensioners middle-aged aged
        """

    private static let disability = """
        disabled disability disabilities handicapped blind deaf mute wheelchair autistic autism paralyzed paraplegic
        quadriplegic amputee dyslexic epileptic schizophrenic bipolar crippled cripple cripples lame
        neurodivergent neurodiverse adhd dementia amputees
        """

    private static let profanity = """
        fuck fucks fucked fucker fuckers fuckin fucking motherfucker motherfuckers motherfucking shit shits shitty bullshit
        damn damned goddamn hell crap bitch bitches bitchy ass asses asshole assholes dumbass jackass bastard bastards dick
        dicks dickhead cock cocks prick pricks pussy pussies cunt cunts twat twats whore whores slut sluts hoe hoes ho hoeing
        piss pissed wanker wankers bollocks tits titties boobs fag fags faggot faggots dyke dykes tranny trannies nigger
        niggers nigga niggas niggah spic spics chink chinks gook gooks kike kikes wetback wetbacks coon coons raghead ragheads
        towelhead paki pakis retard retards retarded wtf stfu lmfao af
        """

    // Spellings and forms of African-American English as they are written, and auxiliaries that mark it.
    private static let dialect = """
        finna fina fixna tryna tryina gonna gon gone ion iont ain't aint imma ima i'ma yall y'all ya'll yal dis dat dem
        dese dose den dey da wit wid wif witcha bruh bruv brudda brotha sista sistah homie homies shawty shorty turnt
        lit bae boo thot thots fam finsta woke deadass ratchet bougie boujee trippin buggin wildin wilding frfr mane cuh
        cuz coz cause bouta bouda boutta abt nuttin nuffin sumn sum'n sumthin somethin nothin talmbout talkin walkin doin goin
        tellin sayin gettin makin comin lookin tryin gotta gots oughta hafta lemme gimme whatchu watchu whachu whatcha wya wyd
        smh ight aight iight yea yeen yung thang thangs skrt mo fo fa sho po doe tho tru muh ma ova neva eva betta
        otha motha fatha lil lik knowin feelin rn dawg playa hatin hatas haters swag jawn guap bands cappin periodt chile
        gurl gworl wanna wassup wazzup whaddup sup naw nah
        """

    private static let names = """
        aaliyah aaron abdul abdullah abigail adam ahmed aisha alejandro alex alexander alexis ali alice alicia allison amanda
        amber amy ana andre andrea andrew angel angela anna anne anthony antonio ashley ayesha barbara ben benjamin betty
        beth bill billy bob brad brandon brenda brian brianna bruce caleb carlos carol caroline catherine charles charlotte
        chen cheryl chloe chris christina christine christopher connor courtney cynthia dan daniel darnell david deandre
        deborah deja denise dennis deshawn diego donald donna dorothy dylan ebony edward elijah elizabeth ella emily emma eric
        ethan eva evelyn fatima fernando frances francisco frank gabriel gary george gloria grace greg gregory hakim hannah
        harold hassan heather helen henry hiroshi ibrahim isaac isabella jack jackson jacob jada jake jamal james jane janet
        jasmine jason javier jayden jeff jeffrey jennifer jeremy jermaine jerry jessica jesus jim joan joe john jonathan jordan
        jorge jose joseph joshua juan judith julia julie justin karen karim kate katherine katie kayla keisha keith kelly
        kenneth kevin khalid kiara kimberly kyle lakisha larry latisha latonya latoya laura lauren lawrence lebron leila leroy
        linda lisa logan louis lucas lucy luis madison malik manuel marcus margaret maria marie mark marquis martha martin
        mary matthew megan mei melissa michael michelle miguel mike mohamed mohammed molly monique muhammad nancy natalie
        nathan nia nicholas nicole noah oliver olivia omar pamela patricia patrick paul pedro peter philip priya rachel
        rasheed raul raymond rebecca ricardo richard robert roberto ronald rosa rose roy russell ruth ryan samantha samuel
        sandra sara sarah scott sean shanice shaniqua sharon shirley sofia sophia stephanie stephen steven susan tamika tanisha
        teresa terrell terrence theresa thomas tiffany tim timothy todd tom tony travis trevon tyler tyrone vanessa victoria
        vincent virginia walter wei william xavier yasmin yolanda yusuf zachary
        """
}
