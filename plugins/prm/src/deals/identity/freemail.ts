/** Registrable domains where anybody gets an address, or a page, so that they say nothing of a company. */
export const everybodys: ReadonlySet<string> = new Set(
  // world-wide
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com yahoo.com ymail.com rocketmail.com icloud.com me.com mac.com ' +
    'aol.com aim.com mail.com email.com usa.com post.com consultant.com gmx.com gmx.us inbox.com fastmail.com fastmail.fm hushmail.com zoho.com ' +
    'zohomail.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tuta.io tuta.com hey.com duck.com mailbox.org posteo.net startmail.com ' +
    // German, Austrian, Swiss
    'gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de arcor.de posteo.de mail.de email.de online.de vodafone.de 1und1.de kabelmail.de ' +
    'outlook.de hotmail.de live.de yahoo.de aol.de aon.at chello.at a1.net bluewin.ch sunrise.ch hispeed.ch ' +
    // French, Italian, Spanish, Portuguese
    'orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr yahoo.fr hotmail.fr live.fr outlook.fr gmx.fr libero.it virgilio.it tiscali.it ' +
    'alice.it tin.it yahoo.it hotmail.it live.it outlook.it pec.it telefonica.net yahoo.es hotmail.es outlook.es sapo.pt uol.com.br bol.com.br terra.com.br ' +
    'yahoo.com.br hotmail.com.br outlook.com.br yahoo.com.mx yahoo.com.ar hotmail.com.ar prodigy.net.mx ' +
    // British, Irish, Dutch, Belgian, Nordic, Polish, Czech
    'btinternet.com btopenworld.com virginmedia.com sky.com talktalk.net yahoo.co.uk hotmail.co.uk live.co.uk outlook.ie eircom.net ziggo.nl kpnmail.nl ' +
    'planet.nl home.nl xs4all.nl hetnet.nl live.nl hotmail.nl telenet.be skynet.be proximus.be hotmail.be telia.com hotmail.se live.se outlook.dk live.dk ' +
    'mail.dk online.no hotmail.no wp.pl o2.pl onet.pl interia.pl op.pl seznam.cz centrum.cz email.cz azet.sk freemail.hu citromail.hu abv.bg ' +
    // American, Australian
    'comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com optonline.net rogers.com shaw.ca sympatico.ca ' +
    'yahoo.ca bigpond.com bigpond.net.au optusnet.com.au iinet.net.au yahoo.com.au xtra.co.nz ' +
    // Russian and neighbours, Turkish, Indian
    'mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net i.ua tut.by yandex.com.tr mynet.com rediffmail.com yahoo.co.in yahoo.in ' +
    // Chinese, Taiwanese, Hong Kong, Japanese, Korean, South-East Asian
    'qq.com foxmail.com 163.com 126.com yeah.net 188.com 139.com 189.cn wo.cn sina.com sina.cn sohu.com tom.com 21cn.com aliyun.com hotmail.com.cn live.cn ' +
    'outlook.com.cn yahoo.cn yahoo.com.cn pchome.com.tw hinet.net yahoo.com.tw yahoo.com.hk netvigator.com yahoo.co.jp docomo.ne.jp ezweb.ne.jp ' +
    'softbank.ne.jp nifty.com naver.com hanmail.net daum.net nate.com kakao.com yahoo.com.sg singnet.com.sg yahoo.co.id yahoo.com.vn yahoo.com.ph ' +
    // pages instead of a website
    'facebook.com instagram.com linkedin.com xing.com twitter.com x.com youtube.com tiktok.com weibo.com weibo.cn weixin.qq.com douyin.com 1688.com ' +
    'alibaba.com taobao.com tmall.com jd.com made-in-china.com amazon.com amazon.de ebay.com ebay.de etsy.com google.com wordpress.com blogspot.com ' +
    'wixsite.com jimdo.com jimdofree.com weebly.com squarespace.com godaddysites.com business.site linktr.ee yelp.com yellowpages.com gelbeseiten.de ' +
    'wikipedia.org'
  ).split(' '),
)
