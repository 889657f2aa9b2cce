"""What the commonest passwords are made of: words, and rows of keys."""

# What people call the thing itself.
_THE_THING_ITSELF = """
password passwort passwd passphrase pass letmein letme access login logon signin secret security
secure private hello welcome default changeme change temp temporary test testing tester guest
user username admin administrator root system server computer internet master manager staff
office company business work job team boss employee employer human resources trustno whatever
nothing something please thankyou forever always never mypass thisis myname
"""
# What such a site is for.
_THE_SITE = """
benefit benefits enroll enrollment enrolment health healthcare plan plans insurance insured
medical medicare member members coverage carrier group mass dental vision open payroll
"""
# What they love.
_LOVED = """
iloveyou ilove loveyou love lover lovely baby babygirl angel princess prince queen king sunshine
flower rainbow butterfly chocolate cookie cheese coffee banana orange apple cherry pepper ginger
summer winter spring autumn monday tuesday wednesday thursday friday saturday sunday january
february march april may june july august september october november december football baseball
basketball soccer hockey tennis golf yankees cowboys eagles steelers lakers liverpool arsenal
chelsea barcelona dragon monkey tigger tiger lion bear panda eagle dolphin kitty puppy horse dog
cat buster bailey charlie maggie jordan michael jennifer jessica ashley daniel andrew thomas
robert william joseph david james john matthew anthony joshua george amanda nicole michelle
hannah samantha elizabeth maria superman batman spiderman starwars pokemon naruto matrix gandalf
hunter ranger killer ninja warrior shadow phoenix thunder mustang corvette ferrari porsche
mercedes harley yamaha guitar music rocknroll metallica freedom america american liberty jesus
christ church heaven blessed faith
"""
# What is neither a word nor hard to think of.
_NO_WORDS = """
asdf qwer zxcv qwerty qwertz azerty abc abcd xyz aaa qaz wsx edc foobar foo bar lorem ipsum
"""
WORDS = frozenset((_THE_THING_ITSELF + _THE_SITE + _LOVED + _NO_WORDS).split())

# Read in either direction.
ROWS = (
    "1234567890",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "!@#$%^&*()",
    "abcdefghijklmnopqrstuvwxyz",
)
